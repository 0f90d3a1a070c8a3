package io.posestream.trainer.recipe;

import java.util.Optional;

/**
 * The loss.
 *
 * @param preset empty: keypoints count 1, and each teacher what it says itself
 * @param keypointWeight wins over the preset's
 * @param lambda weight of the squared distance in {@link KeypointLoss#KL_AND_L2}
 * @param auxiliaryStart weight of the auxiliary losses at first, falling linearly to {@code auxiliaryEnd}
 */
public record LossPlan(
        Optional<LossPreset> preset,
        Optional<Double> keypointWeight,
        KeypointLoss keypoints,
        double lambda,
        Reduction reduction,
        double auxiliaryStart,
        double auxiliaryEnd) {
    private static final double MAX_WEIGHT = 1000;

    static LossPlan of(Section section) {
        try (section) {
            return new LossPlan(
                    section.optionalChoice("preset", LossPreset.class),
                    section.optionalNumber("keypoint-weight", 0, MAX_WEIGHT),
                    section.optionalChoice("keypoints", KeypointLoss.class).orElse(KeypointLoss.KL),
                    section.number("lambda", 0, MAX_WEIGHT, 1),
                    section.optionalChoice("reduction", Reduction.class).orElse(Reduction.SUM),
                    section.number("auxiliary-start", 0, MAX_WEIGHT, 1),
                    section.number("auxiliary-end", 0, MAX_WEIGHT, .1));
        }
    }

    /** Of the auxiliary losses. */
    public double auxiliaryWeight(double progress) {
        return auxiliaryStart + (auxiliaryEnd - auxiliaryStart) * Math.min(1, progress);
    }
}
