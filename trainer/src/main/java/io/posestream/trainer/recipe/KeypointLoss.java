package io.posestream.trainer.recipe;

/** What the labelled keypoints are held to. */
public enum KeypointLoss {
    /** The divergence of the responses from those of the label (MMPose). */
    KL,
    /** The squared distance of the expected place from the label's, in crops: the paper's equation 6, made differentiable. */
    L2,
    /** The first, and so much of the second. */
    KL_AND_L2
}
