package io.posestream.trainer.synthetic;

import java.util.List;

/**
 * Somebody on the way across a camera's view: walks from place to place, stops, does something, walks on, leaves. Moves
 * by {@link #step}; one thread.
 */
final class Walker {
    private static final double TURN_DEGREES_PER_SECOND = 110;
    private static final double NEAR_METRES = .25;
    /** How fast one doing becomes another, a second. */
    private static final double BLEND = 1.6;
    /** How fast limbs follow what they shall do, a second. */
    private static final double LIMBER = 3.5;
    /** Whoever finds no way out in so many stops vanishes: nobody walks for ever. */
    private static final int MOST_STOPS = 6;

    final Build build;
    final Outfit outfit;
    private final Dice dice;
    private final Stroll stroll;
    private final double vigour;
    private Vec place;
    private double heading;
    private Vec goal;
    private double phase;
    /** 0 stands, 1 walks. */
    private double pace;

    private double pauseSeconds;
    private int stopsLeft;
    private Pose aim = Pose.UPRIGHT;
    private Pose doing = Pose.UPRIGHT;
    private Pose idle = Pose.UPRIGHT;
    private boolean waving;
    private double clock;

    Walker(Dice dice, Stroll stroll, Look look, Vec start) {
        this.dice = dice;
        this.stroll = stroll;
        build = Build.thrown(dice, dice.chance(.15));
        outfit = Outfit.thrown(dice, look, build);
        vigour = dice.between(.75, 1.1);
        place = start;
        stopsLeft = dice.between(1, MOST_STOPS);
        goal = stroll.inside(dice);
        heading = bearing(goal);
        phase = dice.between(0, 1.);
        clock = dice.between(0, 10.);
    }

    private double bearing(Vec to) {
        return Math.toDegrees(Math.atan2(to.x() - place.x(), to.z() - place.z()));
    }

    void step(double seconds) {
        clock += seconds;
        boolean walking = pauseSeconds <= 0;
        pace += Math.max(-BLEND * seconds, Math.min(BLEND * seconds, (walking ? 1 : 0) - pace));
        if (walking) {
            walk(seconds);
        } else {
            pauseSeconds -= seconds;
        }
        // Twice smoothed: limbs gather speed and lose it.
        aim = aim.towards(pauseSeconds > 0 ? act() : Pose.UPRIGHT, Math.min(1, LIMBER * seconds));
        doing = doing.towards(aim, Math.min(1, LIMBER * seconds));
        double speed = pace * Gait.strideMetres(build.leg(), vigour) * .95;
        phase += seconds * .95 * pace;
        place = place.plus(new Vec(Math.sin(Math.toRadians(heading)), 0, Math.cos(Math.toRadians(heading)))
                .times(speed * seconds));
    }

    private void walk(double seconds) {
        double off = bearing(goal) - heading;
        off -= 360 * Math.rint(off / 360);
        double most = TURN_DEGREES_PER_SECOND * seconds;
        heading += Math.max(-most, Math.min(most, off));
        double left = Math.hypot(goal.x() - place.x(), goal.z() - place.z());
        // Who turns as fast as possible may circle a near goal for ever.
        if (left < NEAR_METRES || (left < 1 && Math.abs(off) > 80)) {
            arrive();
        }
    }

    private void arrive() {
        stopsLeft--;
        goal = stopsLeft > 0 ? stroll.inside(dice) : stroll.outside(dice);
        if (stopsLeft > 0 && dice.chance(.6)) {
            pauseSeconds = dice.between(2, 7.);
            waving = dice.chance(.35);
            idle = waving
                    ? Poses.WAVE.pose(dice)
                    : dice.pick(List.of(
                                    Poses.STAND,
                                    Poses.STAND,
                                    Poses.PHONE,
                                    Poses.REACH,
                                    Poses.BEND,
                                    Poses.SQUAT,
                                    Poses.CHEER))
                            .pose(dice);
        }
    }

    private Pose act() {
        double sway = Math.sin(2 * Math.PI * clock * .3);
        Pose alive = idle.with(Dof.NECK_TURN, idle.degrees(Dof.NECK_TURN) + 9 * sway)
                .with(Dof.SPINE_SIDE, idle.degrees(Dof.SPINE_SIDE) + sway);
        if (!waving) {
            return alive;
        }
        double wave = 28 * Math.sin(2 * Math.PI * clock * 1.3);
        boolean left = idle.degrees(Dof.LEFT_ARM_SPREAD) > idle.degrees(Dof.RIGHT_ARM_SPREAD);
        return alive.with(Dof.LEFT_ELBOW.on(left), idle.degrees(Dof.LEFT_ELBOW.on(left)) + wave);
    }

    /** Where it goes for the last time it is gone, once it is there. */
    boolean gone() {
        return stopsLeft < 0;
    }

    Vec place() {
        return place;
    }

    Skeleton skeleton() {
        Pose pose = doing.towards(Gait.at(phase, vigour), pace * pace * (3 - 2 * pace));
        return Skeleton.of(build, pose, heading, new Vec(place.x(), 0, place.z()), 0);
    }
}
