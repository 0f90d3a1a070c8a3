package io.posestream.ingest;

import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random bits. */
final class SessionIds {
    private final Clock clock;
    private final Random random;

    /** @param random must be safe for all threads, as {@code SecureRandom} is */
    SessionIds(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    UUID next() {
        long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0FFF);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
