package io.posestream.trainer.synthetic;

/** How a body is bent: an angle for every {@link Dof}, within its limits. Not to be changed. */
final class Pose {
    static final Pose UPRIGHT = new Pose(new double[Dof.values().length]);

    private static final Dof[] ALL = Dof.values();

    private final double[] degrees;

    private Pose(double[] degrees) {
        this.degrees = degrees;
    }

    double degrees(Dof dof) {
        return degrees[dof.ordinal()];
    }

    Pose with(Dof dof, double angle) {
        double[] changed = degrees.clone();
        changed[dof.ordinal()] = dof.within(angle);
        return new Pose(changed);
    }

    /** The same angle for both sides of the body. */
    Pose withBoth(Dof left, double angle) {
        return with(left, angle).with(left.on(false), angle);
    }

    /** The trunk leans, the legs stay as they are. */
    Pose leaning(double angle) {
        double more = Dof.LEAN.within(angle) - degrees(Dof.LEAN);
        Pose leant = with(Dof.LEAN, angle);
        for (boolean left : new boolean[] {true, false}) {
            leant = leant.with(Dof.LEFT_LEG_RAISE.on(left), degrees(Dof.LEFT_LEG_RAISE.on(left)) + more);
        }
        return leant;
    }

    /** With soles as level as ankles allow. */
    Pose footed() {
        Pose footed = this;
        for (boolean left : new boolean[] {true, false}) {
            double shin = degrees(Dof.LEAN) - degrees(Dof.LEFT_LEG_RAISE.on(left)) + degrees(Dof.LEFT_KNEE.on(left));
            footed = footed.with(Dof.LEFT_ANKLE.on(left), -shin);
        }
        return footed;
    }

    /** Part of the way to another pose. */
    Pose towards(Pose other, double share) {
        double[] between = new double[degrees.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = degrees[i] + (other.degrees[i] - degrees[i]) * share;
        }
        return new Pose(between);
    }

    Pose mirrored() {
        double[] mirrored = new double[degrees.length];
        for (Dof dof : ALL) {
            double angle = degrees[dof.mirrored().ordinal()];
            mirrored[dof.ordinal()] = dof.sideways() ? -angle : angle;
        }
        return new Pose(mirrored);
    }

    /** No two people hold a pose alike. */
    Pose loosened(Dice dice, double deviation) {
        double[] loose = new double[degrees.length];
        for (Dof dof : ALL) {
            double share = dof.ordinal() <= Dof.TILT.ordinal() ? .3 : dof.ordinal() < Dof.NECK_NOD.ordinal() ? .6 : 1;
            loose[dof.ordinal()] = dof.within(degrees[dof.ordinal()] + dice.spread(deviation * share));
        }
        return new Pose(loose);
    }

    static Pose any(Dice dice) {
        double[] any = new double[ALL.length];
        for (Dof dof : ALL) {
            // Most of what a body can do is done rarely: the middle of two throws is nearer to the middle.
            double throwOne = dice.between(dof.least, dof.most);
            any[dof.ordinal()] = .85 * (throwOne + dice.between(dof.least, dof.most)) / 2;
        }
        return new Pose(any);
    }
}
