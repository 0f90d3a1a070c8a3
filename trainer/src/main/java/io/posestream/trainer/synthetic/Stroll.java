package io.posestream.trainer.synthetic;

/** The ground that a fixed camera sees, and where people come from and go to. */
record Stroll(Lens lens, double nearest, double farthest) {
    private static final double MARGIN_METRES = .9;

    /** A place in view. */
    Vec inside(Dice dice) {
        double z = dice.between(nearest, farthest);
        return new Vec(.75 * halfWidth(z) * dice.between(-1, 1.), 0, z);
    }

    /** A place beside the view. */
    Vec outside(Dice dice) {
        double z = dice.between(nearest + .5, farthest);
        return new Vec((halfWidth(z) + MARGIN_METRES) * (dice.chance(.5) ? 1 : -1), 0, z);
    }

    private double halfWidth(double z) {
        double depth = lens.see(new Vec(0, .9, z)).z();
        return .5 * lens.widthPx() / lens.focalPx() * depth;
    }
}
