package io.posestream.ingest;

import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.JpegHeader;
import io.posestream.schemas.JpegRefusal;
import io.posestream.schemas.Limits;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * A frame that was checked and lacks only its sequence number.
 *
 * @param receivedMicros when all of it was here, microseconds since 1970
 * @param maxAgeMillis empty: it never expires
 * @param jpeg not copied: nobody may write to it any more
 */
record AcceptedFrame(
        Session session, long receivedMicros, OptionalLong maxAgeMillis, FrameHeaders headers, byte[] jpeg) {

    /** Microseconds since 1970, as fine as the clock is. */
    static long epochMicros(Clock clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /** @throws FrameRefusedException if the bytes are no whole JPEG within the limits */
    static void check(byte[] jpeg) {
        if (jpeg.length > Limits.MAX_FRAME_BYTES) {
            throw new FrameRefusedException(
                    FrameRejection.TOO_LARGE, "more than " + Limits.MAX_FRAME_BYTES + " bytes, the most for a frame");
        }
        try {
            JpegHeader.read(jpeg, Limits.MAX_FRAME_PIXELS);
        } catch (JpegRefusal e) {
            throw new FrameRefusedException(FrameRejection.of(e.reason()), e.getMessage());
        }
    }

    Frame withId(FrameId id) {
        return new Frame(
                id,
                receivedMicros,
                headers.capturedMicros().orElse(receivedMicros),
                headers.capturedMicros().isPresent() ? CaptureClock.SOURCE : CaptureClock.INGEST,
                maxAgeMillis,
                headers.skipped(),
                headers.clientSequence(),
                headers.traceparent(),
                jpeg);
    }
}
