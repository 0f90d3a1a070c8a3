package io.posestream.trainer;

import io.posestream.trainer.net.FlatWeights;
import io.posestream.trainer.net.StepOptions;

/**
 * A net and what it is held to: all of a training step that depends on the task. One thread owns it.
 *
 * @param <B> all that a step is shown
 */
interface Learner<B> extends AutoCloseable {
    /** Those of the net; closed with this. */
    FlatWeights weights();

    /**
     * Forward and backward. Statistics of normalisation change, parameters do not.
     *
     * @param auxiliaryWeight of losses that only training has
     * @param gradients {@code [P]}, which is written to
     */
    StepLosses gradient(B batch, StepOptions options, double auxiliaryWeight, float[] gradients);

    @Override
    void close();
}
