package io.posestream.trainer.synthetic;

/**
 * A body's measures in metres. Segment lengths are shares of the height (Drillis and Contini 1966, as Winter's
 * Biomechanics gives them), changed for children as growth charts do: a larger head on shorter legs.
 *
 * @param girth of limbs and trunk, 1 an average one
 */
record Build(
        double height,
        double girth,
        double thigh,
        double shin,
        double ankleHeight,
        double foot,
        double hipHalf,
        double waist,
        double chest,
        double shoulderHalf,
        double neck,
        double head,
        double upperArm,
        double forearm,
        double hand) {

    /** {@code head}: from chin to crown. {@code waist}: from the hips up; {@code chest}: from there to the shoulders. */
    static Build thrown(Dice dice, boolean child) {
        double height = child ? dice.between(1.0, 1.45) : 1.70 + dice.spread(.09);
        double young = child ? (1.6 - height) / .6 : 0;
        double girth = (child ? .95 : 1.0) * Math.exp(dice.spread(.12));
        double shoulders = 1 + dice.spread(.06);
        double hips = 1 + dice.spread(.06);
        double legs = (1 - .08 * young) * (1 + dice.spread(.025));
        double head = .130 * (1 + .38 * young) * (1 + dice.spread(.03));
        double trunk = 1 - .245 * legs - .246 * legs - .039 - head - .050;
        double arms = (1 - .05 * young) * (1 + dice.spread(.025));
        return new Build(
                height,
                girth,
                .245 * legs * height,
                .246 * legs * height,
                .039 * height,
                .150 * height,
                .053 * hips * height,
                .35 * trunk * height,
                .65 * trunk * height,
                .106 * shoulders * height,
                .050 * height,
                head * height,
                .176 * arms * height,
                .148 * arms * height,
                .095 * arms * height);
    }

    double leg() {
        return thigh + shin + ankleHeight;
    }
}
