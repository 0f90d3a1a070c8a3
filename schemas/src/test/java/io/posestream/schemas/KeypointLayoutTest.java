package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.KeypointLayout.Limb;
import io.posestream.schemas.KeypointLayout.Side;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden orders and maps: COCO's, MPII's and Halpe's own lists, and their union as the 21-keypoint papers draw it. */
class KeypointLayoutTest {
    /** For each of MPII's 16, its place among the unified 21. */
    private static final int[] MPII_TO_UNIFIED = {16, 14, 12, 11, 13, 15, 17, 18, 19, 20, 10, 8, 6, 5, 7, 9};

    /** For each of the unified 21, its place among MPII's 16. */
    private static final int[] UNIFIED_TO_MPII = {
        -1, -1, -1, -1, -1, 13, 12, 14, 11, 15, 10, 3, 2, 4, 1, 5, 0, 6, 7, 8, 9
    };

    static Stream<KeypointLayout> layouts() {
        return Stream.concat(Layouts.ALL.stream(), Layouts.OF_LABELS.stream());
    }

    @Test
    void unifiedOrderIsCocoThenWhatOnlyMpiiHas() {
        assertThat(Layouts.UNIFIED_21.keypoints())
                .containsExactly(
                        "nose",
                        "left_eye",
                        "right_eye",
                        "left_ear",
                        "right_ear",
                        "left_shoulder",
                        "right_shoulder",
                        "left_elbow",
                        "right_elbow",
                        "left_wrist",
                        "right_wrist",
                        "left_hip",
                        "right_hip",
                        "left_knee",
                        "right_knee",
                        "left_ankle",
                        "right_ankle",
                        "pelvis",
                        "thorax",
                        "upper_neck",
                        "head_top");
    }

    @Test
    void cocoIsTheBeginningOfTheUnifiedOrder() {
        assertThat(Layouts.COCO_17.indicesIn(Layouts.UNIFIED_21))
                .containsExactly(IntStream.range(0, 17).toArray());
        assertThat(Layouts.UNIFIED_21.indicesIn(Layouts.COCO_17)).endsWith(15, 16, -1, -1, -1, -1);
    }

    @Test
    void mpiiMapsToAndFromUnifiedAsPublished() {
        assertThat(Layouts.MPII_16.indicesIn(Layouts.UNIFIED_21)).containsExactly(MPII_TO_UNIFIED);
        assertThat(Layouts.UNIFIED_21.indicesIn(Layouts.MPII_16)).containsExactly(UNIFIED_TO_MPII);
    }

    @Test
    void halpeMapsToAndFromUnifiedWithoutFeetAndThorax() {
        assertThat(Layouts.HALPE_26.indicesIn(Layouts.UNIFIED_21))
                .containsExactly(
                        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 19, 17, -1, -1, -1, -1, -1, -1);
        assertThat(Layouts.UNIFIED_21.indicesIn(Layouts.HALPE_26))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, -1, 18, 17);
    }

    @Test
    void flipExchangesTheSidesOfUnified() {
        assertThat(Layouts.UNIFIED_21.flipIndices())
                .containsExactly(0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 17, 18, 19, 20);
    }

    @Test
    void fourteenPointsLieWhereTheReferenceSays() {
        assertThat(Layouts.AIC_14.indicesIn(Layouts.UNIFIED_21))
                .containsExactly(6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 20, 19);
        assertThat(Layouts.CROWDPOSE_14.indicesIn(Layouts.UNIFIED_21))
                .containsExactly(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 19);
        assertThat(Layouts.LSP_14.indicesIn(Layouts.UNIFIED_21))
                .containsExactly(16, 14, 12, 11, 13, 15, 10, 8, 6, 5, 7, 9, 19, 20);
    }

    @Test
    void flipExchangesMpiisPublishedPairs() {
        assertThat(Layouts.MPII_16.flipIndices()).containsExactly(5, 4, 3, 2, 1, 0, 6, 7, 8, 9, 15, 14, 13, 12, 11, 10);
    }

    @Test
    void flipExchangesHalpesFeet() {
        assertThat(Layouts.HALPE_26.flipIndices()).endsWith(17, 18, 19, 21, 20, 23, 22, 25, 24);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void flippingTwiceChangesNothing(KeypointLayout layout) {
        int[] flip = layout.flipIndices();

        assertThat(IntStream.of(flip).map(k -> flip[k]).toArray())
                .containsExactly(IntStream.range(0, layout.size()).toArray());
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aKeypointStaysInPlaceOnlyInTheCentre(KeypointLayout layout) {
        int[] flip = layout.flipIndices();

        for (int k = 0; k < layout.size(); k++) {
            assertThat(flip[k] == k).as(layout.keypoints().get(k)).isEqualTo(layout.side(k) == Side.CENTRE);
        }
    }

    @Test
    void aKeypointWithoutCounterpartIsItsOwnMirrorImage() {
        KeypointLayout oneArm = new KeypointLayout("one-arm", List.of("left_hand", "nose"), List.of(.1, .1), List.of());

        assertThat(oneArm.flipIndices()).containsExactly(0, 1);
    }

    @Test
    void sidesOfUnifiedAreAsNamed() {
        assertThat(IntStream.range(0, 21).mapToObj(Layouts.UNIFIED_21::side))
                .startsWith(Side.CENTRE, Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT)
                .endsWith(Side.LEFT, Side.RIGHT, Side.CENTRE, Side.CENTRE, Side.CENTRE, Side.CENTRE);
    }

    @Test
    void sigmasAreCocosAndHalpesOwn() {
        assertThat(Layouts.COCO_17.sigmas())
                .containsExactly(
                        .026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107, .087, .087, .089,
                        .089);
        assertThat(Layouts.UNIFIED_21.sigmas().subList(0, 17)).isEqualTo(Layouts.COCO_17.sigmas());
        assertThat(Layouts.UNIFIED_21.sigmas().subList(17, 21)).containsExactly(.080, .079, .080, .080);
        assertThat(Layouts.HALPE_26.sigmas().subList(17, 26))
                .containsExactly(.080, .080, .080, .089, .089, .089, .089, .089, .089);
        assertThat(Layouts.AIC_14.sigmas())
                .containsExactly(.079, .072, .062, .079, .072, .062, .107, .087, .089, .107, .087, .089, .080, .080);
        assertThat(Layouts.CROWDPOSE_14.sigmas())
                .containsExactly(.079, .079, .072, .072, .062, .062, .107, .107, .087, .087, .089, .089, .080, .080);
    }

    @Test
    void unifiedLimbsAreTheTwentyOfTheReference() {
        int[][] reference = {
            {15, 13}, {13, 11}, {11, 17}, {16, 14}, {14, 12}, {12, 17}, {17, 18}, {18, 19}, {19, 20}, {18, 5},
            {5, 7}, {7, 9}, {18, 6}, {6, 8}, {8, 10}, {1, 2}, {0, 1}, {0, 2}, {1, 3}, {2, 4}
        };

        assertThat(Layouts.UNIFIED_21.limbs())
                .containsExactlyElementsOf(Stream.of(reference)
                        .map(ends -> new Limb(ends[0], ends[1]))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void limbsReachEveryKeypointAndAreSymmetric(KeypointLayout layout) {
        int[] flip = layout.flipIndices();

        assertThat(layout.limbs().stream().flatMap(limb -> Stream.of(limb.from(), limb.to())))
                .containsAll(IntStream.range(0, layout.size()).boxed().toList());
        assertThat(layout.limbs()).allSatisfy(limb -> {
            Limb mirrored = new Limb(flip[limb.from()], flip[limb.to()]);
            assertThat(layout.limbs()).containsAnyOf(mirrored, new Limb(mirrored.to(), mirrored.from()));
        });
    }

    @Test
    void unionOfCocoAndMpiiHasTheUnifiedKeypoints() {
        KeypointLayout union = KeypointLayout.union("both", List.of(Layouts.COCO_17, Layouts.MPII_16));

        assertThat(union.keypoints()).isEqualTo(Layouts.UNIFIED_21.keypoints());
        assertThat(union.sigmas()).isEqualTo(Layouts.UNIFIED_21.sigmas());
        assertThat(union.limbs()).doesNotHaveDuplicates().containsAll(Layouts.COCO_17.limbs());
    }

    @Test
    void unionWithItselfAddsNothing() {
        assertThat(KeypointLayout.union("coco-17", List.of(Layouts.COCO_17, Layouts.COCO_17)))
                .isEqualTo(Layouts.COCO_17);
    }

    @Test
    void layoutsOfRecordsAreFoundByName() {
        assertThat(Layouts.ALL)
                .allSatisfy(layout ->
                        assertThat(KeypointLayout.named(layout.name())).containsSame(layout));
    }

    @Test
    void noModelIsTakenForOneOfALabelsLayout() {
        assertThat(Layouts.ALL).doesNotContainAnyElementsOf(Layouts.OF_LABELS);
    }

    @Test
    void anUnknownNameFindsNoLayout() {
        assertThat(KeypointLayout.named("coco-133")).isEmpty();
    }

    @Test
    void refusesAKeypointNamedTwice() {
        assertThatThrownBy(() -> new KeypointLayout("x", List.of("nose", "nose"), List.of(.1, .1), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void refusesSigmasForOtherKeypoints() {
        assertThatThrownBy(() -> new KeypointLayout("x", List.of("nose"), List.of(.1, .1), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 keypoints and 2 sigmas");
    }

    @Test
    void refusesALimbToNowhere() {
        assertThatThrownBy(() -> new KeypointLayout("x", List.of("nose"), List.of(.1), List.of(new Limb(0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limb to nowhere");
    }
}
