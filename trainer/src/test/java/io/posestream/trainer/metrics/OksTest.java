package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Layouts;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OksTest {
    private static final Oks OKS = new Oks(Layouts.COCO_17.sigmas());

    /** REFERENCE 6.1: 17 visible joints each 5 px off, area 10,000. */
    @Test
    void hasTheGoldenValues() {
        TruePerson truth = new TruePerson(1, 1, new double[] {0, 0, 100, 100}, 1e4, false, 17, places(0, 2));
        FoundPerson found = FoundPerson.spanned(1, 1, places(5, 1));
        assertThat(OKS.of(truth, found)).isCloseTo(.871155, within(1e-6));
        assertThat(OKS.term(Layouts.COCO_17.indexOf("nose"), 5, 0, 1e4)).isCloseTo(.629847, within(1e-6));
        assertThat(OKS.term(Layouts.COCO_17.indexOf("left_hip"), 3, 4, 1e4)).isCloseTo(.973074, within(1e-6));
    }

    @Test
    void withoutLabelsTheBoxThreeTimesAsLargeIsWhereThePersonMayBe() {
        TruePerson truth = new TruePerson(1, 1, new double[] {100, 100, 10, 10}, 100, false, 0, new double[51]);
        assertThat(OKS.of(truth, FoundPerson.spanned(1, 1, places(95, 1)))).isLessThan(1);
        double[] inside = new double[51];
        for (int k = 0; k < 17; k++) {
            inside[3 * k] = k % 2 == 0 ? 90 : 120;
            inside[3 * k + 1] = k % 3 == 0 ? 90 : 120;
        }
        assertThat(OKS.of(truth, FoundPerson.spanned(1, 1, inside))).isEqualTo(1);
    }

    @Test
    void theWorseOfTwoWhoAreNearlyTheSameGoes() {
        OksNms nms = new OksNms(Layouts.COCO_17.sigmas(), OksNms.USUAL_THRESHOLD);
        FoundPerson worse = new FoundPerson(1, .4, new double[4], 1, places(0, 1));
        FoundPerson better = new FoundPerson(1, .6, new double[4], 1, places(1, 1));
        FoundPerson other = new FoundPerson(1, .5, new double[4], 1, places(60, 1));
        assertThat(nms.apply(List.of(candidate(worse), candidate(better), candidate(other))))
                .containsExactly(better, other);
    }

    private static OksNms.Candidate candidate(FoundPerson person) {
        return new OksNms.Candidate(person, person.keypoints(), 1e4);
    }

    @Test
    void aPersonScoresByItsBoxAndTheKeypointsThatAreSeen() {
        double[] keypoints = places(0, .1);
        keypoints[2] = .9;
        keypoints[5] = .5;
        keypoints[8] = .2; // not above
        assertThat(PersonScore.of(.5, keypoints)).isCloseTo(.35, within(1e-12));
        assertThat(PersonScore.of(.5, places(0, .2))).isZero();
    }

    private static double[] places(double x, double third) {
        double[] points = new double[51];
        for (int k = 0; k < 17; k++) {
            points[3 * k] = x;
            points[3 * k + 2] = third;
        }
        return points;
    }
}
