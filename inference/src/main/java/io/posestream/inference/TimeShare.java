package io.posestream.inference;

import java.util.function.LongSupplier;

/**
 * Keeps work within a share of the time: after each piece it rests, the longer the longer that took. So from the start
 * of any piece to the start of any later one, no more than the share is worked. One thread works, any may ask.
 */
final class TimeShare {
    private final double share;
    private final LongSupplier nanoTime;
    /** Until then it rests. */
    private volatile long freeAtNanos;

    private volatile boolean working;

    /**
     * @param share above 0; from 1 on there is no rest
     * @param nanoTime as {@link System#nanoTime}
     */
    TimeShare(double share, LongSupplier nanoTime) {
        this.share = share;
        this.nanoTime = nanoTime;
        this.freeAtNanos = nanoTime.getAsLong();
    }

    /** Neither does it work, nor has it to rest. */
    boolean isFree() {
        return !working && nanoTime.getAsLong() - freeAtNanos >= 0;
    }

    void work(Runnable piece) {
        long started = nanoTime.getAsLong();
        working = true;
        try {
            piece.run();
        } finally {
            long worked = nanoTime.getAsLong() - started;
            freeAtNanos = started + Math.max(worked, (long) (worked / share));
            working = false;
        }
    }
}
