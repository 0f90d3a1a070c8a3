package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.inference.model.PoseNetwork.Fill;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The nets look for the brightest pixel: every keypoint is where the white spot stands in the frame. */
class PoseEstimatorTest {
    private static final int WIDTH_PX = 48;
    private static final int HEIGHT_PX = 64;

    private final Image left = Pictures.spot(200, 160, 60, 80, 3);
    private final Image right = Pictures.spot(200, 160, 120, 40, 3);
    private final People one = new People(left, List.of(detection(30, 20, 110, 150)));
    private final People two = new People(right, List.of(detection(80, 10, 180, 120), detection(100, 0, 150, 90)));
    private final People nobody = new People(left, List.of());

    @AfterEach
    void closePictures() {
        left.close();
        right.close();
    }

    @Test
    void givesSimccKeypointsInFramePixels() {
        try (PoseEstimator pose = simcc(1, 17, 1, Fill.FULL)) {
            Person person = pose.estimate(List.of(one)).get(0).get(0);

            // the first of the spot's columns and rows, to a crop pixel
            assertAt(person, 0, 57, 77);
            assertThat(person.box()).containsExactly(30, 20, 110, 150);
            assertThat(person.score()).isEqualTo(.9f);
        }
    }

    @Test
    void givesHeatmapKeypointsInFramePixels() {
        try (PoseEstimator pose = heatmap()) {
            Person person = pose.estimate(List.of(one)).get(0).get(0);

            assertThat(person.xPx(5)).isCloseTo(60, within(8f));
            assertThat(person.yPx(5)).isCloseTo(80, within(8f));
        }
    }

    @Test
    void marksThePointsThatTheNetDoesNotHave() {
        BitSet coco = new BitSet();
        coco.set(0, 17);

        try (PoseEstimator pose = simcc(1, 17, 1, Fill.FULL)) {
            Person person = pose.estimate(List.of(one)).get(0).get(0);

            assertThat(person.known()).isEqualTo(coco);
            assertThat(person.keypoints()).hasSize(63);
            for (int k = 17; k < 21; k++) {
                assertThat(List.of(person.xPx(k), person.yPx(k), person.score(k)))
                        .containsOnly(0f);
            }
            assertThat(person.score(16)).isGreaterThan(person.score(0));
        }
    }

    @Test
    void answersEachFrameInTheOrderOfItsDetections() {
        try (PoseEstimator pose = simcc(OnnxGraphs.OPEN, 21, 4, Fill.NONE)) {
            List<List<Person>> answers = pose.estimate(List.of(nobody, one, nobody, two));

            assertThat(answers.stream().map(List::size)).containsExactly(0, 1, 0, 2);
            assertAt(answers.get(1).get(0), 20, 57, 77);
            assertAt(answers.get(3).get(0), 20, 117, 37);
            assertAt(answers.get(3).get(1), 20, 117, 37);
            assertThat(answers.get(3).get(1).box()).containsExactly(100, 0, 150, 90);
        }
    }

    @Test
    void framesWithoutPersonsRunNothing() {
        try (PoseEstimator pose = simcc(1, 17, 1, Fill.FULL)) {
            assertThat(pose.estimate(List.of())).isEmpty();
            assertThat(pose.estimate(List.of(nobody))).containsExactly(List.of());
        }
    }

    /** Also where the last chunk is not full. */
    @ParameterizedTest
    @EnumSource(Fill.class)
    void chunksGiveTheSameAsOneByOne(Fill fill) {
        List<People> frames = List.of(one, two, one, two, one);
        int batch = fill == Fill.FULL ? 3 : OnnxGraphs.OPEN;

        try (PoseEstimator pose = simcc(batch, 17, 3, fill);
                PoseEstimator single = simcc(1, 17, 1, Fill.FULL)) {
            List<List<Person>> expected = new ArrayList<>();
            frames.forEach(frame -> expected.addAll(single.estimate(List.of(frame))));

            assertThat(pose.estimate(frames)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,3,3",
        "FULL,3,16",
        "POWER_OF_TWO,1,1",
        "POWER_OF_TWO,2,2",
        "POWER_OF_TWO,3,4",
        "POWER_OF_TWO,5,8",
        "POWER_OF_TWO,9,16",
        "POWER_OF_TWO,16,16"
    })
    void fillsABatchUp(Fill fill, int crops, int size) {
        assertThat(fill.size(crops, 16)).isEqualTo(size);
    }

    @Test
    void refusesOutputsOfAnotherShape() {
        byte[] sixteen = OnnxGraphs.simcc(1, 16, WIDTH_PX, HEIGHT_PX);

        try (PoseEstimator pose = estimator(sixteen, simccContract(17), 1, Fill.FULL)) {
            assertThatThrownBy(() -> pose.estimate(List.of(one)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("[1, 16, 48]; expected [1, 17");
        }
    }

    @Test
    void namesTheInputThatTheNetDoesNotTake() {
        byte[] small = OnnxGraphs.simcc(1, 17, 24, 32);

        try (PoseEstimator pose = estimator(small, simccContract(17), 1, Fill.FULL)) {
            assertThatThrownBy(() -> pose.estimate(List.of(one)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("[1, 3, 64, 48]")
                    .message()
                    .doesNotContain("\n");
        }
    }

    /** A crop is 1.25 times the box: a crop pixel is at most 3.4 frame pixels here. */
    private static void assertAt(Person person, int keypoint, float x, float y) {
        assertThat(person.xPx(keypoint)).isCloseTo(x, within(3.5f));
        assertThat(person.yPx(keypoint)).isCloseTo(y, within(3.5f));
    }

    private static Detection detection(float... box) {
        return new Detection(.9f, box);
    }

    private static PoseEstimator simcc(int batch, int keypoints, int maxBatch, Fill fill) {
        byte[] onnx = OnnxGraphs.simcc(batch, keypoints, WIDTH_PX, HEIGHT_PX);
        return estimator(onnx, simccContract(keypoints), maxBatch, fill);
    }

    private static ModelContract simccContract(int keypoints) {
        return contract(Codec.SIMCC, "input", List.of("simcc_x", "simcc_y"), keypoints, 1);
    }

    private static PoseEstimator heatmap() {
        byte[] onnx = OnnxGraphs.heatmap(1, 17, WIDTH_PX, HEIGHT_PX);
        return estimator(onnx, contract(Codec.HEATMAP, "image", List.of("conv2d_441.tmp_1"), 17, 0), 1, Fill.FULL);
    }

    private static ModelContract contract(
            Codec codec, String input, List<String> outputs, int keypoints, double splitRatio) {
        return new ModelContract(
                "net",
                codec,
                input,
                WIDTH_PX,
                HEIGHT_PX,
                ChannelOrder.RGB,
                List.of(123.675, 116.28, 103.53),
                List.of(58.395, 57.12, 57.375),
                outputs,
                Layouts.UNIFIED_21.keypoints().subList(0, keypoints),
                splitRatio,
                1.25);
    }

    private static PoseEstimator estimator(byte[] onnx, ModelContract contract, int maxBatch, Fill fill) {
        ReleaseRef release = new ReleaseRef(Slot.POSE, "net", "0".repeat(64));
        return new PoseEstimator(
                new PoseNetwork(OnnxModel.load(onnx, Device.CPU, 1), contract, release, maxBatch, fill));
    }
}
