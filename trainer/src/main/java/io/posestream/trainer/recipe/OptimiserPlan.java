package io.posestream.trainer.recipe;

/**
 * AdamW and its learning rate.
 *
 * @param rate the flat learning rate
 * @param warmUpStart factor of the first step's rate
 * @param flatUntil share of the run after which the rate falls as a cosine to {@code rest} of itself
 * @param clipNorm length to which a longer gradient is shortened; infinite for never
 * @param average whether the exponential moving average of the weights is what is validated and exported
 */
public record OptimiserPlan(
        double rate,
        double beta1,
        double beta2,
        double weightDecay,
        int warmUpSteps,
        double warmUpStart,
        double flatUntil,
        double rest,
        double clipNorm,
        boolean average) {
    /** Where a rate of 2e-3 at batch 32 is near the edge, this is safe. */
    private static final double USUAL_RATE = 1.5e-3;

    static OptimiserPlan of(Section section) {
        try (section) {
            return new OptimiserPlan(
                    section.number("rate", 1e-9, 1, USUAL_RATE),
                    section.number("beta1", 0, .999999, .9),
                    section.number("beta2", 0, .999999, .999),
                    section.number("weight-decay", 0, 1, 0),
                    section.integer("warm-up-steps", 0, 1_000_000, 1000),
                    section.number("warm-up-start", 0, 1, 1e-5),
                    section.number("flat-until", 0, 1, .5),
                    section.number("rest", 0, 1, .05),
                    section.number("clip-norm", 1e-6, Double.POSITIVE_INFINITY, 5),
                    section.flag("average", false));
        }
    }
}
