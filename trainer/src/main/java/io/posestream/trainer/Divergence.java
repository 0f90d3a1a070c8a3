package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import io.posestream.trainer.data.SimccTarget;

/** How far the student's responses are from where keypoints are. Built of operators that a garbage collection cannot break. */
final class Divergence {
    /** What a probability counts as at least, so that its logarithm is finite; times that it is still nothing. */
    private static final float LEAST_PROBABILITY = 1e-30f;

    /** Of what is averaged: nothing that counts gives 0, not a division by it. */
    static final float LEAST_WEIGHT = 1e-6f;

    private Divergence() {}

    /**
     * Logarithms of the student's distributions.
     *
     * @param responses {@code [N, K, bins] float32}
     */
    static NDArray logProbabilities(NDArray responses) {
        return responses
                .mul(Distributions.constant(responses.getManager(), (float) SimccTarget.SHARPNESS))
                .logSoftmax(-1);
    }

    /**
     * {@code [N, K]} Kullback-Leibler divergence of the student from the target, summed over the bins.
     *
     * @param logProbabilities {@code [N, K, bins]}
     */
    static NDArray of(NDArray target, NDArray logProbabilities) {
        return target.mul(target.maximum(Distributions.constant(target.getManager(), LEAST_PROBABILITY))
                        .log()
                        .sub(logProbabilities))
                .sum(new int[] {-1});
    }

    /** {@code [N, K]} cross-entropy, summed over the last axis. */
    static NDArray crossEntropy(NDArray target, NDArray logProbabilities) {
        return target.mul(logProbabilities).sum(new int[] {-1}).neg();
    }

    /** {@code sum(weights * values) / sum(weights)}, 0 where nothing counts. */
    static NDArray weightedMean(NDArray values, NDArray weights) {
        return values.mul(weights)
                .sum()
                .div(weights.sum().maximum(Distributions.constant(weights.getManager(), LEAST_WEIGHT)));
    }
}
