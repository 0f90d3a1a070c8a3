package io.posestream.trainer.synthetic;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a body can bend, in degrees within a healthy adult's limits (ranges of motion as textbooks of orthopaedics give
 * them). Zero is upright with hanging arms. What is meant for a left limb holds for the right one mirrored.
 */
enum Dof {
    /** The whole body, forwards. */
    LEAN(-60, 85),
    /** The whole body, to its left. */
    TILT(-50, 50),
    SPINE_BEND(-25, 70),
    SPINE_SIDE(-30, 30),
    SPINE_TWIST(-45, 45),
    NECK_NOD(-40, 45),
    NECK_SIDE(-30, 30),
    NECK_TURN(-70, 70),
    LEFT_ARM_RAISE(-45, 178),
    LEFT_ARM_SPREAD(-15, 165),
    LEFT_ARM_TURN(-70, 90),
    LEFT_ELBOW(0, 148),
    LEFT_WRIST(-60, 60),
    LEFT_LEG_RAISE(-25, 120),
    LEFT_LEG_SPREAD(-15, 50),
    LEFT_LEG_TURN(-35, 45),
    LEFT_KNEE(0, 140),
    LEFT_ANKLE(-25, 45),
    RIGHT_ARM_RAISE(-45, 178),
    RIGHT_ARM_SPREAD(-15, 165),
    RIGHT_ARM_TURN(-70, 90),
    RIGHT_ELBOW(0, 148),
    RIGHT_WRIST(-60, 60),
    RIGHT_LEG_RAISE(-25, 120),
    RIGHT_LEG_SPREAD(-15, 50),
    RIGHT_LEG_TURN(-35, 45),
    RIGHT_KNEE(0, 140),
    RIGHT_ANKLE(-25, 45);

    /** Of each limb's the one on the other side. */
    private static final Map<Dof, Dof> OTHER = new EnumMap<>(Dof.class);

    static {
        for (Dof dof : values()) {
            if (dof.name().startsWith("LEFT_")) {
                Dof right = valueOf("RIGHT_" + dof.name().substring("LEFT_".length()));
                OTHER.put(dof, right);
                OTHER.put(right, dof);
            }
        }
    }

    final double least;
    final double most;

    Dof(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /** A left limb's for that side. */
    Dof on(boolean left) {
        return left ? this : mirrored();
    }

    double within(double degrees) {
        return Math.max(least, Math.min(most, degrees));
    }

    /** The one on the other side of the body, or itself. */
    Dof mirrored() {
        return OTHER.getOrDefault(this, this);
    }

    /** Whether a mirrored body bends it the other way. */
    boolean sideways() {
        return this == TILT || this == SPINE_SIDE || this == SPINE_TWIST || this == NECK_SIDE || this == NECK_TURN;
    }
}
