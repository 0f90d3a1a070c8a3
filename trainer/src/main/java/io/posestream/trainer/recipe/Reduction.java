package io.posestream.trainer.recipe;

/** How the divergences of single keypoints become one number. */
public enum Reduction {
    /**
     * Summed over bins and axes, averaged over what counts: {@code sum w (KLx + KLy) / sum w}. So a weight in the total
     * means the same whatever the batch and the number of bins.
     */
    SUM,
    /**
     * As MMPose trains: for keypoints its {@code KLDiscretLoss}, the mean over bins, summed over the batch, divided by K;
     * for distillation DWPose's {@code KDLoss}, the sum over bins, averaged over the batch, divided by K.
     */
    MMPOSE
}
