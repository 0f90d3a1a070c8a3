package io.posestream.trainer.synthetic;

/** Walking and running, as joint angles over a cycle of two steps. */
final class Gait {
    private static final double TURN = 2 * Math.PI;

    private Gait() {}

    /**
     * @param phase of the cycle, whose period is 1; the left leg is foremost at 0
     * @param vigour 0 standing, 1 a brisk walk, 2 a run
     */
    static Pose at(double phase, double vigour) {
        double run = Math.max(0, vigour - 1);
        Pose pose = Pose.UPRIGHT
                .with(Dof.LEAN, 2 * vigour + 6 * run)
                .with(Dof.SPINE_TWIST, -7 * vigour * Math.cos(TURN * phase))
                .with(Dof.NECK_TURN, 5 * vigour * Math.cos(TURN * phase));
        return side(side(pose, phase, vigour, true), phase + .5, vigour, false);
    }

    private static Pose side(Pose pose, double phase, double vigour, boolean left) {
        double run = Math.max(0, vigour - 1);
        double swing = Math.cos(TURN * phase);
        double flex = Math.min(1, vigour);
        // After the foot has left the ground the knee bends most; a little gives way as it takes the weight.
        double knee =
                flex * (4 + 54 * bump(phase, .76, .15) + 13 * bump(phase, .12, .09)) + run * 40 * bump(phase, .75, .2);
        double ankle = flex * (14 * bump(phase, .58, .1) - 6 * bump(phase, .4, .15));
        double arm = -swing * (20 * flex + 16 * run);
        return pose.with(Dof.LEFT_LEG_RAISE.on(left), 4 * flex + (22 * flex + 16 * run) * swing + 10 * run)
                .with(Dof.LEFT_KNEE.on(left), knee + 10 * run)
                .with(Dof.LEFT_ANKLE.on(left), ankle)
                .with(Dof.LEFT_LEG_SPREAD.on(left), 1)
                .with(Dof.LEFT_ARM_RAISE.on(left), arm + 2)
                .with(Dof.LEFT_ARM_SPREAD.on(left), 7)
                .with(Dof.LEFT_ELBOW.on(left), 14 + 8 * flex + 60 * run + .5 * Math.max(0, arm));
    }

    /** How far one cycle carries a body with legs of that length, in metres: its feet hardly slide. */
    static double strideMetres(double legMetres, double vigour) {
        double run = Math.max(0, vigour - 1);
        double swing = Math.toRadians(22 * Math.min(1, vigour) + 16 * run);
        return 4 * legMetres * Math.sin(swing) * (1 + .4 * run);
    }

    /** 1 at {@code centre}, a bell of that half width around it, periodic. */
    private static double bump(double phase, double centre, double halfWidth) {
        double d = phase - centre - Math.rint(phase - centre);
        return Math.exp(-d * d / (2 * halfWidth * halfWidth / 2));
    }
}
