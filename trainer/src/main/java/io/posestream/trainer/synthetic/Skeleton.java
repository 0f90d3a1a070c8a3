package io.posestream.trainer.synthetic;

/**
 * Where a posed body's joints and bones are, in world metres.
 *
 * <p>A bone's frame has its y axis against the bone: a hanging arm's points up, as the trunk's does.
 */
final class Skeleton {
    /** A pair of limbs' worth of joints and frames on one side. */
    record Limbs(
            Vec shoulder,
            Vec elbow,
            Vec wrist,
            Vec fingers,
            Turn upperArm,
            Turn forearm,
            Turn handTurn,
            Vec hip,
            Vec knee,
            Vec ankle,
            Vec toes,
            Turn thigh,
            Turn shin,
            Turn foot) {}

    final Build build;
    final Turn pelvisTurn;
    final Turn chestTurn;
    final Turn headTurn;
    final Turn waistTurn;
    final Vec pelvis;
    final Vec waist;
    /** In the middle between the shoulders. */
    final Vec chestTop;
    /** Where the skull sits on the neck. */
    final Vec skullBase;

    final Limbs left;
    final Limbs right;

    /** With the pelvis at that point. */
    private Skeleton(Build build, Pose pose, double headingDegrees, Vec pelvis) {
        this.build = build;
        this.pelvis = pelvis;
        pelvisTurn = Turn.aboutY(headingDegrees)
                .of(Turn.aboutX(pose.degrees(Dof.LEAN)))
                .of(Turn.aboutZ(-pose.degrees(Dof.TILT)));
        Turn half = Turn.aboutX(pose.degrees(Dof.SPINE_BEND) / 2)
                .of(Turn.aboutZ(-pose.degrees(Dof.SPINE_SIDE) / 2))
                .of(Turn.aboutY(pose.degrees(Dof.SPINE_TWIST) / 2));
        waistTurn = pelvisTurn.of(half);
        waist = pelvis.plus(waistTurn.apply(0, build.waist(), 0));
        chestTurn = waistTurn.of(half);
        chestTop = waist.plus(chestTurn.apply(0, build.chest(), 0));
        Turn nod = Turn.aboutX(pose.degrees(Dof.NECK_NOD) / 2).of(Turn.aboutZ(-pose.degrees(Dof.NECK_SIDE) / 2));
        Turn neckTurn = chestTurn.of(nod);
        skullBase = chestTop.plus(neckTurn.apply(0, 1.25 * build.neck(), .25 * build.neck()));
        headTurn = neckTurn.of(Turn.aboutY(pose.degrees(Dof.NECK_TURN))).of(nod);
        left = limbs(pose, true);
        right = limbs(pose, false);
    }

    /**
     * Stands with its lowest point at {@code liftMetres} above the ground at {@code place}.
     *
     * @param headingDegrees 0 faces along z, 90 along x
     */
    static Skeleton of(Build build, Pose pose, double headingDegrees, Vec place, double liftMetres) {
        Skeleton hung = new Skeleton(build, pose, headingDegrees, Vec.ZERO);
        return new Skeleton(build, pose, headingDegrees, place.plus(new Vec(0, liftMetres - hung.lowest(), 0)));
    }

    private double lowest() {
        double sole = Math.min(sole(left), sole(right));
        double knees = Math.min(left.knee.y(), right.knee.y()) - .05 * build.height() * build.girth();
        double hands = Math.min(left.fingers.y(), right.fingers.y());
        return Math.min(Math.min(sole, knees), Math.min(hands, pelvis.y() - .09 * build.height()));
    }

    private double sole(Limbs limbs) {
        double heel = limbs.ankle
                .plus(limbs.foot.apply(0, -build.ankleHeight(), -.25 * build.foot()))
                .y();
        return Math.min(heel, limbs.toes.y() - .3 * build.ankleHeight());
    }

    private Limbs limbs(Pose pose, boolean isLeft) {
        double side = isLeft ? 1 : -1;
        double raise = pose.degrees(Dof.LEFT_ARM_RAISE.on(isLeft));
        double spread = pose.degrees(Dof.LEFT_ARM_SPREAD.on(isLeft));
        // A lifted arm takes its shoulder along.
        double lift = Math.max(0, Math.max(raise, spread) - 60) / 120 * .035 * build.height();
        Vec shoulder = chestTop.plus(
                chestTurn.apply(side * (build.shoulderHalf() - .5 * lift), lift - .01 * build.height(), 0));
        Turn upperArm = chestTurn
                .of(Turn.aboutX(-raise))
                .of(Turn.aboutZ(side * spread))
                .of(Turn.aboutY(side * pose.degrees(Dof.LEFT_ARM_TURN.on(isLeft))));
        Vec elbow = shoulder.plus(upperArm.apply(0, -build.upperArm(), 0));
        Turn forearm = upperArm.of(Turn.aboutX(-pose.degrees(Dof.LEFT_ELBOW.on(isLeft))));
        Vec wrist = elbow.plus(forearm.apply(0, -build.forearm(), 0));
        Turn hand = forearm.of(Turn.aboutZ(side * pose.degrees(Dof.LEFT_WRIST.on(isLeft)) * .5));
        Vec fingers = wrist.plus(hand.apply(0, -build.hand(), 0));
        Vec hip = pelvis.plus(pelvisTurn.apply(side * build.hipHalf(), 0, 0));
        Turn thigh = pelvisTurn
                .of(Turn.aboutX(-pose.degrees(Dof.LEFT_LEG_RAISE.on(isLeft))))
                .of(Turn.aboutZ(side * pose.degrees(Dof.LEFT_LEG_SPREAD.on(isLeft))))
                .of(Turn.aboutY(side * pose.degrees(Dof.LEFT_LEG_TURN.on(isLeft))));
        Vec knee = hip.plus(thigh.apply(0, -build.thigh(), 0));
        Turn shin = thigh.of(Turn.aboutX(pose.degrees(Dof.LEFT_KNEE.on(isLeft))));
        Vec ankle = knee.plus(shin.apply(0, -build.shin(), 0));
        Turn foot = shin.of(Turn.aboutX(pose.degrees(Dof.LEFT_ANKLE.on(isLeft))));
        Vec toes = ankle.plus(foot.apply(0, -.7 * build.ankleHeight(), .7 * build.foot()));
        return new Limbs(
                shoulder, elbow, wrist, fingers, upperArm, forearm, hand, hip, knee, ankle, toes, thigh, shin, foot);
    }

    Limbs side(boolean isLeft) {
        return isLeft ? left : right;
    }

    /** A point of the head, in shares of its height from chin to crown: x to its left, y up from the chin, z to the front. */
    Vec onHead(double x, double y, double z) {
        double h = build.head();
        // The skull's base is a third up behind the chin.
        return skullBase.plus(headTurn.apply(x * h, (y - .22) * h, (z + .12) * h));
    }
}
