package io.posestream.inference;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day in microseconds since 1970-01-01 UTC. */
interface MicroClock {
    MicroClock SYSTEM = () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

    long micros();
}
