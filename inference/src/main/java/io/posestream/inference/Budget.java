package io.posestream.inference;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** At most so many within a period. Any thread. */
final class Budget {
    private final int most;
    private final long periodNanos;
    private final LongSupplier nanoClock;
    private final Deque<Long> taken = new ArrayDeque<>();

    /** @param nanoClock as {@link System#nanoTime} */
    Budget(int most, Duration period, LongSupplier nanoClock) {
        this.most = most;
        this.periodNanos = period.toNanos();
        this.nanoClock = nanoClock;
    }

    synchronized boolean take() {
        long now = nanoClock.getAsLong();
        while (!taken.isEmpty() && now - taken.peek() > periodNanos) {
            taken.remove();
        }
        if (taken.size() >= most) {
            return false;
        }
        taken.add(now);
        return true;
    }
}
