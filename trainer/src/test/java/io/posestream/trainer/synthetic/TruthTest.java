package io.posestream.trainer.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody upright, 4 m before a lens at eye level. */
class TruthTest {
    private static final Lens LENS = Lens.of(new Vec(0, 1.2, 0), 0, 3, 0, 50, 240, 240);
    private static final int NOSE = 0;
    private static final int LEFT_EYE = 1;
    private static final int LEFT_SHOULDER = 5;
    private static final int LEFT_KNEE = 13;
    private static final int LEFT_ANKLE = 15;

    private final Build build = Build.thrown(new Dice(1, 1), false);
    private final List<Solid> solids = new ArrayList<>();
    private final List<Skeleton> people = new ArrayList<>();

    private void add(double heading, Vec place) {
        Skeleton skeleton = Skeleton.of(build, Poses.STAND.pose(new Dice(3, 3)), heading, place, 0);
        Figure.add(people.size(), skeleton, Outfit.thrown(new Dice(5, 5), Look.SPORTS, build), solids);
        people.add(skeleton);
    }

    private List<TruePerson> truth() {
        Canvas canvas = new Canvas(240, 240);
        canvas.place(LENS, solids);
        return Truth.of(canvas, LENS, people);
    }

    @Test
    void hasTheLeftOnTheRightOfWhoFacesTheLens() {
        add(180, new Vec(0, 0, 4));
        TruePerson person = truth().get(0);
        for (int left : new int[] {LEFT_EYE, 3, LEFT_SHOULDER, 7, 9, 11, LEFT_KNEE, LEFT_ANKLE}) {
            assertThat(person.xPx(left)).isGreaterThan(person.xPx(left + 1));
        }
        assertThat(person.visibility(NOSE)).isEqualTo(2);
        assertThat(person.visibility(LEFT_EYE)).isEqualTo(2);
        assertThat(person.visibility(LEFT_SHOULDER)).isEqualTo(2);
    }

    @Test
    void hidesTheFaceOfWhoLooksAway() {
        add(0, new Vec(0, 0, 4));
        TruePerson person = truth().get(0);
        assertThat(person.xPx(LEFT_SHOULDER)).isLessThan(person.xPx(LEFT_SHOULDER + 1));
        assertThat(person.visibility(NOSE)).isEqualTo(1);
        assertThat(person.visibility(LEFT_EYE)).isEqualTo(1);
        assertThat(person.visibility(LEFT_SHOULDER)).isEqualTo(2);
    }

    @Test
    void hidesTheFarSideOfWhoIsSeenFromTheSide() {
        add(90, new Vec(0, 0, 4)); // faces the world's x, which is on the left: the near side is the left one
        TruePerson person = truth().get(0);
        assertThat(person.xPx(NOSE)).isLessThan(person.xPx(3));
        assertThat(people.get(0).left.shoulder().z())
                .isLessThan(people.get(0).right.shoulder().z());
        assertThat(person.visibility(LEFT_SHOULDER)).isEqualTo(2);
        assertThat(person.visibility(LEFT_SHOULDER + 1)).isEqualTo(1);
    }

    @Test
    void hidesWhatIsBehindAThingOrAnotherPerson() {
        add(180, new Vec(0, 0, 4));
        TruePerson free = truth().get(0);
        solids.add(Solid.box(Cloth.plain(0x808080, 0), new Vec(0, .4, 3), Turn.NONE, new Vec(1, .4, .1)));
        TruePerson behind = truth().get(0);
        assertThat(free.visibility(LEFT_KNEE)).isEqualTo(2);
        assertThat(behind.visibility(LEFT_KNEE)).isEqualTo(1);
        assertThat(behind.visibility(NOSE)).isEqualTo(2);
        assertThat(behind.box()[3]).isLessThan(free.box()[3]);
        assertThat(behind.areaPx()).isLessThan(free.areaPx());
        add(180, new Vec(0, 0, 2));
        assertThat(truth().get(0).visibility(NOSE)).isEqualTo(1);
        assertThat(truth().get(1).visibility(NOSE)).isEqualTo(2);
    }

    @Test
    void labelsNothingOutsideThePicture() {
        add(180, new Vec(0, 0, 1.6));
        TruePerson person = truth().get(0);
        assertThat(person.visibility(LEFT_ANKLE)).isZero();
        assertThat(person.yPx(LEFT_ANKLE)).isGreaterThan(240);
        assertThat(person.visibility(LEFT_SHOULDER)).isEqualTo(2);
    }

    @Test
    void leavesOutWhoIsNotSeen() {
        add(180, new Vec(0, 0, 4));
        add(180, new Vec(-60, 0, 4));
        assertThat(truth()).hasSize(1);
    }
}
