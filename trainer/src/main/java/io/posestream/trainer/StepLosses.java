package io.posestream.trainer;

import java.util.List;

/**
 * What a step cost.
 *
 * @param total that was lowered, weights applied
 * @param parts before their weights, in the order that their task names them
 * @param gradientNorm before it was shortened; not finite if the step was not taken
 */
record StepLosses(double total, List<Double> parts, double gradientNorm) {
    StepLosses {
        parts = List.copyOf(parts);
    }

    /** Whether the step was taken. */
    boolean finite() {
        return Double.isFinite(gradientNorm) && Double.isFinite(total);
    }
}
