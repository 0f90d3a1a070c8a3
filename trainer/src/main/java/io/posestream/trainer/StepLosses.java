package io.posestream.trainer;

import java.util.List;

/**
 * What a step cost.
 *
 * @param total that was lowered, weights applied
 * @param keypoints before its weight, as are {@code teachers} (in their order) and {@code auxiliary}
 * @param gradientNorm before it was shortened; not finite if the step was not taken
 */
record StepLosses(double total, double keypoints, List<Double> teachers, double auxiliary, double gradientNorm) {
    StepLosses {
        teachers = List.copyOf(teachers);
    }

    /** Whether the step was taken. */
    boolean finite() {
        return Double.isFinite(gradientNorm) && Double.isFinite(total);
    }
}
