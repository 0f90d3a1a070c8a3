package io.posestream.trainer.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodyTest {
    private final Dice dice = new Dice(4, 4);
    private final Build build = Build.thrown(dice, false);

    @ParameterizedTest
    @EnumSource(Poses.class)
    void bendsNoJointBeyondItsLimits(Poses kind) {
        for (int n = 0; n < 50; n++) {
            Pose pose = kind.pose(dice);
            for (Dof dof : Dof.values()) {
                assertThat(pose.degrees(dof)).as("%s", dof).isBetween(dof.least, dof.most);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Poses.class)
    void keepsItsBonesAndStandsOnTheGround(Poses kind) {
        Skeleton skeleton = Skeleton.of(build, kind.pose(dice), 30, new Vec(2, 0, 5), 0);
        assertThat(length(skeleton.left.hip(), skeleton.left.knee())).isCloseTo(build.thigh(), within(1e-9));
        assertThat(length(skeleton.right.elbow(), skeleton.right.wrist())).isCloseTo(build.forearm(), within(1e-9));
        for (Vec joint : Joints.of(skeleton)) {
            assertThat(joint.y()).isBetween(-.02, 2.6);
        }
    }

    private static double length(Vec from, Vec to) {
        return to.minus(from).length();
    }

    @Test
    void isItselfWhenMirroredTwice() {
        Pose pose = Pose.any(dice);
        Pose twice = pose.mirrored().mirrored();
        for (Dof dof : Dof.values()) {
            assertThat(twice.degrees(dof)).isEqualTo(pose.degrees(dof));
        }
        Skeleton skeleton = Skeleton.of(build, pose, 0, Vec.ZERO, 0);
        Skeleton mirror = Skeleton.of(build, pose.mirrored(), 0, Vec.ZERO, 0);
        assertThat(mirror.right.wrist().x()).isCloseTo(-skeleton.left.wrist().x(), within(1e-9));
        assertThat(mirror.right.wrist().y()).isCloseTo(skeleton.left.wrist().y(), within(1e-9));
    }

    @Test
    void hasItsHeightFromSoleToCrown() {
        Skeleton skeleton = Skeleton.of(build, Pose.UPRIGHT, 0, Vec.ZERO, 0);
        assertThat(Joints.of(skeleton)[20].y()).isCloseTo(build.height(), within(.04 * build.height()));
        assertThat(skeleton.left.hip().x()).isPositive();
        assertThat(Joints.of(skeleton)[0].z()).isGreaterThan(.08); // the nose is in front
    }

    @Test
    void walksWithOppositeArmsAndLegs() {
        Skeleton skeleton = Skeleton.of(build, Gait.at(0, 1), 0, Vec.ZERO, 0);
        assertThat(skeleton.left.ankle().z())
                .isGreaterThan(skeleton.right.ankle().z() + .3);
        assertThat(skeleton.right.wrist().z())
                .isGreaterThan(skeleton.left.wrist().z() + .1);
        Skeleton half = Skeleton.of(build, Gait.at(.5, 1), 0, Vec.ZERO, 0);
        assertThat(half.right.ankle().z()).isGreaterThan(half.left.ankle().z() + .3);
    }
}
