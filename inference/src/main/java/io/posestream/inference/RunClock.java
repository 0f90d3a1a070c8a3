package io.posestream.inference;

/** Since when a model runs, for those who ask whether the run ever ends. One thread runs; any may ask. */
final class RunClock {
    /** 0 between two runs. */
    private volatile long sinceNanos;

    /** @return now, in nanoseconds */
    long begin() {
        long now = System.nanoTime();
        sinceNanos = now == 0 ? 1 : now;
        return now;
    }

    void end() {
        sinceNanos = 0;
    }

    /** A run is going on, and has been for longer than this. */
    boolean runsLongerThan(long limitNanos) {
        long since = sinceNanos;
        return since != 0 && System.nanoTime() - since > limitNanos;
    }
}
