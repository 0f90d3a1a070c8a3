package io.posestream.schemas;

/**
 * When a frame passed each point of its way, in microseconds since 1970-01-01 UTC; 0 where it never came that far.
 * {@code captured} is the source's clock, {@code received} and {@code published} ingest's, the rest the worker's.
 *
 * @param detectRunMicros how long the detector ran for the batch that the frame was in, without any wait before it
 * @param poseRunMicros the same of the pose network
 */
public record Hops(
        long capturedMicros,
        long receivedMicros,
        long publishedMicros,
        long dequeuedMicros,
        long decodedMicros,
        long detectedMicros,
        long posedMicros,
        long emittedMicros,
        long detectRunMicros,
        long poseRunMicros) {

    /** Age at emission in microseconds: worker's clock − receive time, never below 0. */
    public long ageMicros() {
        return Math.max(0, emittedMicros - receivedMicros);
    }

    /** What the service added to the models' own time: age at emission without the runs of the frame's batches. */
    public long addedMicros() {
        return Math.max(0, ageMicros() - detectRunMicros - poseRunMicros);
    }
}
