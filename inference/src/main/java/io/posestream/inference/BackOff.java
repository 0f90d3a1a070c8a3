package io.posestream.inference;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When to try again what failed: after 200 ms, then after twice as long each time, up to 10 s; for ever. One thread. */
final class BackOff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoClock;
    private long pauseNanos;
    private long dueNanos;

    BackOff(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** It has failed, and not yet succeeded since. */
    boolean isFailing() {
        return pauseNanos > 0;
    }

    /** It may be tried. */
    boolean due() {
        return pauseNanos == 0 || nanoClock.getAsLong() - dueNanos >= 0;
    }

    void failed() {
        pauseNanos = pauseNanos == 0 ? FIRST.toNanos() : Math.min(2 * pauseNanos, LONGEST.toNanos());
        dueNanos = nanoClock.getAsLong() + pauseNanos;
    }

    void succeeded() {
        pauseNanos = 0;
    }
}
