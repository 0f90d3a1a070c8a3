package io.posestream.inference.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When to give up.
 *
 * @param clock nanoseconds, as {@link System#nanoTime}
 */
record Deadline(LongSupplier clock, long endNanos, Duration limit) {
    static Deadline after(Duration limit, LongSupplier clock) {
        return new Deadline(clock, clock.getAsLong() + limit.toNanos(), limit);
    }

    boolean passed() {
        return clock.getAsLong() - endNanos >= 0;
    }

    /** What is left, but no more than {@code most}; never negative. */
    Duration left(Duration most) {
        long nanos = Math.max(0, endNanos - clock.getAsLong());
        return nanos < most.toNanos() ? Duration.ofNanos(nanos) : most;
    }
}
