package io.posestream.trainer.synthetic;

/** What people do. Each throws its own variant of a pose; the left side is as good as the right. */
enum Poses {
    STAND,
    WALK,
    RUN,
    SIT,
    REACH,
    WAVE,
    PHONE,
    BEND,
    SQUAT,
    LUNGE,
    KICK,
    THROW,
    JUMP,
    STAR,
    BALANCE,
    CHEER,
    ANY;

    Pose pose(Dice dice) {
        Pose pose = drawn(dice);
        Pose loose = pose.loosened(dice, this == ANY ? 0 : 6);
        loose = footing() ? loose.footed() : loose;
        return dice.chance(.5) ? loose.mirrored() : loose;
    }

    private Pose drawn(Dice dice) {
        return switch (this) {
            case STAND -> stand(dice);
            case WALK -> Gait.at(dice.between(0, 1.), dice.between(.6, 1.1));
            case RUN -> Gait.at(dice.between(0, 1.), dice.between(1.5, 2));
            case SIT -> sit(dice);
            case REACH, WAVE, PHONE, CHEER -> arms(dice);
            case BEND -> bend(dice);
            case SQUAT ->
                legs(Pose.UPRIGHT, 100, 120)
                        .withBoth(Dof.LEFT_LEG_SPREAD, dice.between(5, 30.))
                        .leaning(dice.between(10, 30.))
                        .withBoth(Dof.LEFT_ARM_RAISE, dice.between(30, 100.))
                        .withBoth(Dof.LEFT_ANKLE, -20)
                        .withBoth(Dof.LEFT_ELBOW, dice.between(0, 110.));
            case LUNGE ->
                legs(
                        arms(dice),
                        dice.between(60, 95.),
                        dice.between(70, 100.),
                        dice.between(-25, -5.),
                        dice.between(10, 60.));
            case KICK ->
                legs(stand(dice), dice.between(40, 110.), dice.between(0, 50.), -8, 12)
                        .leaning(-12)
                        .with(Dof.LEFT_LEG_SPREAD, dice.between(-10, 35.))
                        .withBoth(Dof.LEFT_ARM_SPREAD, dice.between(30, 90.));
            case THROW ->
                legs(arms(dice), dice.between(15, 40.), 25, -15, 20)
                        .with(Dof.SPINE_TWIST, dice.between(-40, 40.))
                        .with(Dof.LEFT_ARM_SPREAD, dice.between(80, 150.))
                        .with(Dof.LEFT_ARM_TURN, dice.between(20, 90.))
                        .with(Dof.LEFT_ELBOW, dice.between(20, 110.))
                        .leaning(dice.between(-10, 30.));
            case JUMP ->
                legs(
                                arms(dice),
                                dice.between(0, 80.),
                                dice.between(10, 110.),
                                dice.between(-15, 60.),
                                dice.between(10, 100.))
                        .withBoth(Dof.LEFT_ANKLE, 35);
            case STAR ->
                Pose.UPRIGHT
                        .withBoth(Dof.LEFT_ARM_SPREAD, dice.between(70, 140.))
                        .withBoth(Dof.LEFT_LEG_SPREAD, dice.between(15, 40.))
                        .withBoth(Dof.LEFT_ELBOW, dice.between(0, 30.));
            case BALANCE ->
                legs(arms(dice), dice.between(-20, 90.), dice.between(20, 130.), 5, 5)
                        .with(Dof.TILT, dice.spread(12))
                        .leaning(dice.between(-5, 55.))
                        .withBoth(Dof.LEFT_ARM_SPREAD, dice.between(20, 100.));
            case ANY -> Pose.any(dice);
        };
    }

    /** Whether the feet are off the ground. */
    boolean airborne() {
        return this == JUMP;
    }

    private boolean footing() {
        return switch (this) {
            case WALK, RUN, JUMP, BALANCE, ANY -> false;
            default -> true;
        };
    }

    private static Pose stand(Dice dice) {
        Pose pose = Pose.UPRIGHT
                .with(Dof.NECK_TURN, dice.spread(25))
                .with(Dof.NECK_NOD, dice.between(-8, 22.))
                .withBoth(Dof.LEFT_ARM_SPREAD, dice.between(4, 14.))
                .withBoth(Dof.LEFT_ELBOW, dice.between(5, 25.))
                .withBoth(Dof.LEFT_LEG_SPREAD, dice.between(1, 9.))
                .withBoth(Dof.LEFT_LEG_TURN, dice.between(0, 20.));
        if (dice.chance(.3)) { // the weight on one leg
            pose = pose.with(Dof.LEFT_LEG_RAISE, 16).with(Dof.LEFT_KNEE, 28).with(Dof.TILT, -3);
        }
        if (dice.chance(.25)) { // a hand on the hip
            pose = pose.with(Dof.LEFT_ARM_SPREAD, 48)
                    .with(Dof.LEFT_ARM_TURN, -60)
                    .with(Dof.LEFT_ELBOW, 100);
        }
        if (dice.chance(.15)) { // arms crossed before the chest
            pose = pose.withBoth(Dof.LEFT_ARM_RAISE, 35)
                    .withBoth(Dof.LEFT_ARM_TURN, -65)
                    .withBoth(Dof.LEFT_ELBOW, 100);
        }
        return pose;
    }

    private static Pose sit(Dice dice) {
        double knee = dice.between(65, 105.);
        Pose pose = legs(stand(dice), dice.between(78, 92.), knee)
                .leaning(dice.between(-18, 22.))
                .with(Dof.SPINE_BEND, dice.between(-5, 25.))
                .withBoth(Dof.LEFT_LEG_SPREAD, dice.between(2, 18.))
                .withBoth(Dof.LEFT_ARM_RAISE, dice.between(10, 50.))
                .withBoth(Dof.LEFT_ELBOW, dice.between(30, 90.));
        return dice.chance(.25) ? pose.with(Dof.LEFT_KNEE, dice.between(10, 60.)) : pose;
    }

    private static Pose bend(Dice dice) {
        return legs(Pose.UPRIGHT, dice.between(5, 40.), dice.between(5, 50.))
                .leaning(dice.between(25, 60.))
                .with(Dof.SPINE_BEND, dice.between(15, 55.))
                .withBoth(Dof.LEFT_ARM_RAISE, dice.between(40, 100.))
                .withBoth(Dof.LEFT_ELBOW, dice.between(5, 45.));
    }

    private Pose arms(Dice dice) {
        Pose pose = stand(dice);
        return switch (this) {
            case WAVE ->
                pose.with(Dof.LEFT_ARM_RAISE, 10)
                        .with(Dof.LEFT_ARM_SPREAD, dice.between(75, 130.))
                        .with(Dof.LEFT_ARM_TURN, 80)
                        .with(Dof.LEFT_ELBOW, dice.between(30, 100.));
            case PHONE ->
                pose.with(Dof.LEFT_ARM_RAISE, dice.between(25, 60.))
                        .with(Dof.LEFT_ELBOW, dice.between(90, 140.))
                        .with(Dof.LEFT_ARM_SPREAD, dice.between(0, 30.))
                        .with(Dof.NECK_NOD, dice.between(0, 30.));
            case CHEER ->
                pose.withBoth(Dof.LEFT_ARM_SPREAD, dice.between(5, 60.))
                        .withBoth(Dof.LEFT_ARM_RAISE, dice.between(140, 175.))
                        .withBoth(Dof.LEFT_ELBOW, dice.between(0, 60.));
            default -> {
                pose = pose.with(Dof.LEFT_ARM_RAISE, dice.between(40, 170.))
                        .with(Dof.LEFT_ARM_SPREAD, dice.between(0, 60.))
                        .with(Dof.LEFT_ELBOW, dice.between(0, 50.));
                yield dice.chance(.5)
                        ? pose.with(Dof.RIGHT_ARM_RAISE, dice.between(-20, 150.))
                                .with(Dof.RIGHT_ARM_SPREAD, dice.between(5, 90.))
                        : pose;
            }
        };
    }

    private static Pose legs(Pose pose, double raise, double knee) {
        return legs(pose, raise, knee, raise, knee);
    }

    private static Pose legs(Pose pose, double leftRaise, double leftKnee, double rightRaise, double rightKnee) {
        return pose.with(Dof.LEFT_LEG_RAISE, leftRaise)
                .with(Dof.LEFT_KNEE, leftKnee)
                .with(Dof.RIGHT_LEG_RAISE, rightRaise)
                .with(Dof.RIGHT_KNEE, rightKnee);
    }
}
