package io.posestream.standalone;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The wall clock as records tell time. */
final class EpochMicros {
    private EpochMicros() {}

    /** Microseconds since 1970. */
    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
