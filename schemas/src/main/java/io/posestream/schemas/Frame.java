package io.posestream.schemas;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One JPEG of a camera on its way through topic {@code frames}.
 *
 * @param receivedMicros when ingest had the whole frame, microseconds since 1970; to the millisecond this is the Kafka
 *     timestamp, the clock that decides about expiry
 * @param capturedMicros when the picture was taken, by {@code captureClock}; it decides nothing
 * @param maxAgeMillis how old the frame may be when its skeleton is emitted; empty: it never expires
 * @param skipped frames that the source dropped since its last one
 * @param clientSequence the number that the client gave the frame
 * @param traceparent W3C trace context, passed through as it came
 * @param jpeg the picture, not copied: nobody may write to it any more
 */
@SuppressWarnings("ArrayRecordComponent") // not copied: megabytes; compared by identity
public record Frame(
        FrameId id,
        long receivedMicros,
        long capturedMicros,
        CaptureClock captureClock,
        OptionalLong maxAgeMillis,
        long skipped,
        OptionalLong clientSequence,
        Optional<String> traceparent,
        byte[] jpeg) {

    public Frame {
        if (receivedMicros < 0 || skipped < 0) {
            throw new IllegalArgumentException(
                    "negative time or count: received " + receivedMicros + ", skipped " + skipped);
        }
        if (maxAgeMillis.isPresent() && maxAgeMillis.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "maximum age of " + maxAgeMillis.getAsLong() + " ms; it must be at least 1");
        }
    }
}
