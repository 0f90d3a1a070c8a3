package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final Projection MPII_TO_UNIFIED = new Projection(Layouts.MPII_16, Layouts.UNIFIED_21);
    private static final Projection UNIFIED_TO_MPII = new Projection(Layouts.UNIFIED_21, Layouts.MPII_16);

    @Test
    void unifiedToMpiiAndBackLosesNothingOfMpii() {
        Person person = person(Layouts.MPII_16);

        assertThat(UNIFIED_TO_MPII.person(MPII_TO_UNIFIED.person(person))).isEqualTo(person);
    }

    @Test
    void mpiiGivesAllButTheFace() {
        Person unified = MPII_TO_UNIFIED.person(person(Layouts.MPII_16));

        assertThat(unified.known()).isEqualTo(bits(5, 21));
        assertThat(unified.xPx(20)).as("head top is MPII's point 9").isEqualTo(9 * 10);
        assertThat(unified.yPx(5)).as("left shoulder is MPII's point 13").isEqualTo(13 * 10 + 1);
        assertThat(unified.score(16)).as("right ankle is MPII's point 0").isEqualTo(.5f);
    }

    @Test
    void cocoDoesNotKnowWhatOnlyMpiiHas() {
        Person unified = new Projection(Layouts.COCO_17, Layouts.UNIFIED_21).person(person(Layouts.COCO_17));

        assertThat(unified.known()).isEqualTo(bits(0, 17));
        assertThat(unified.keypoints()).hasSize(63).endsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void halpeDoesNotKnowTheThorax() {
        Person unified = new Projection(Layouts.HALPE_26, Layouts.UNIFIED_21).person(person(Layouts.HALPE_26));

        BitSet allButThorax = bits(0, 21);
        allButThorax.clear(18);
        assertThat(unified.known()).isEqualTo(allButThorax);
        assertThat(unified.xPx(17)).as("pelvis is Halpe's point 19").isEqualTo(190);
        assertThat(unified.xPx(18)).isZero();
        assertThat(unified.xPx(19)).as("upper neck is Halpe's point 18").isEqualTo(180);
        assertThat(unified.xPx(20)).as("head top is Halpe's point 17").isEqualTo(170);
    }

    @Test
    void whatTheSourceDoesNotKnowStaysUnknown() {
        BitSet nothingButPelvis = bits(6, 7);

        assertThat(MPII_TO_UNIFIED.known(nothingButPelvis)).isEqualTo(bits(17, 18));
    }

    @Test
    void boxAndScoreStay() {
        Person person = person(Layouts.MPII_16);
        Person unified = MPII_TO_UNIFIED.person(person);

        assertThat(unified.box()).containsExactly(person.box());
        assertThat(unified.score()).isEqualTo(person.score());
        assertThat(MPII_TO_UNIFIED.to()).isSameAs(Layouts.UNIFIED_21);
    }

    /** Keypoint k at (10 k, 10 k + 1), all known, so that a number tells where it came from. */
    private static Person person(KeypointLayout layout) {
        float[] keypoints = new float[3 * layout.size()];
        for (int k = 0; k < layout.size(); k++) {
            keypoints[3 * k] = 10 * k;
            keypoints[3 * k + 1] = 10 * k + 1;
            keypoints[3 * k + 2] = .5f;
        }
        return new Person(.9f, new float[] {0, 0, 300, 300}, keypoints, bits(0, layout.size()));
    }

    private static BitSet bits(int from, int to) {
        BitSet bits = new BitSet();
        bits.set(from, to);
        return bits;
    }
}
