package io.posestream.inference;

/**
 * What became of a worker's frames so far.
 *
 * @param meanAgeMillis of posed and empty frames at emission, since the worker started
 */
public record WorkerProgress(
        long posed, long empty, long expired, long undecodable, long failed, double meanAgeMillis) {
    public long frames() {
        return posed + empty + expired + undecodable + failed;
    }
}
