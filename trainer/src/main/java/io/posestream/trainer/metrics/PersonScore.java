package io.posestream.trainer.metrics;

/** How sure one is of a person: the box's score times the mean of the keypoints' scores above .2 (MMPose's rescoring). */
final class PersonScore {
    private static final double LEAST_KEYPOINT_SCORE = .2;

    private PersonScore() {}

    /** @param keypoints {@code [3 * K]} x, y, score */
    static double of(double boxScore, double[] keypoints) {
        double sum = 0;
        int count = 0;
        for (int k = 2; k < keypoints.length; k += 3) {
            if (keypoints[k] > LEAST_KEYPOINT_SCORE) {
                sum += keypoints[k];
                count++;
            }
        }
        return count == 0 ? 0 : boxScore * sum / count;
    }
}
