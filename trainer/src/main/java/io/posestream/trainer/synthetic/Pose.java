package io.posestream.trainer.synthetic;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How a body is bent: an angle for every {@link Dof}, within its limits. Not to be changed. */
final class Pose {
    static final Pose UPRIGHT = of(dof -> 0);

    private final Map<Dof, Double> degrees;

    private Pose(Map<Dof, Double> degrees) {
        this.degrees = degrees;
    }

    private static Pose of(ToDoubleFunction<Dof> angle) {
        Map<Dof, Double> degrees = new EnumMap<>(Dof.class);
        for (Dof dof : Dof.values()) {
            degrees.put(dof, dof.within(angle.applyAsDouble(dof)));
        }
        return new Pose(degrees);
    }

    double degrees(Dof dof) {
        return degrees.get(dof);
    }

    Pose with(Dof dof, double angle) {
        Map<Dof, Double> changed = new EnumMap<>(degrees);
        changed.put(dof, dof.within(angle));
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
        return of(dof -> degrees(dof) + (other.degrees(dof) - degrees(dof)) * share);
    }

    Pose mirrored() {
        return of(dof -> (dof.sideways() ? -1 : 1) * degrees(dof.mirrored()));
    }

    /** No two people hold a pose alike. */
    Pose loosened(Dice dice, double deviation) {
        return of(dof -> degrees(dof) + dice.spread(deviation * looseness(dof)));
    }

    /** What carries the rest of the body moves least. */
    private static double looseness(Dof dof) {
        return switch (dof) {
            case LEAN, TILT -> .3;
            case SPINE_BEND, SPINE_SIDE, SPINE_TWIST -> .6;
            default -> 1;
        };
    }

    static Pose any(Dice dice) {
        // Most of what a body can do is done rarely: the middle of two throws is nearer to the middle.
        return of(dof -> .85 * (dice.between(dof.least, dof.most) + dice.between(dof.least, dof.most)) / 2);
    }
}
