package io.posestream.schemas;

/**
 * When a frame passed each point of its way, in microseconds since 1970-01-01 UTC; 0 where it never came that far.
 * {@code captured} is the source's clock, {@code received} and {@code published} ingest's, the rest the worker's.
 */
public record Hops(
        long capturedMicros,
        long receivedMicros,
        long publishedMicros,
        long dequeuedMicros,
        long decodedMicros,
        long detectedMicros,
        long posedMicros,
        long emittedMicros) {

    /** Age at emission in microseconds: worker's clock − receive time, never below 0. */
    public long ageMicros() {
        return Math.max(0, emittedMicros - receivedMicros);
    }
}
