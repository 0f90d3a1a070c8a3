package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models of a few hundred bytes and what they say of the golden sample. */
class ModelLoadingTest {
    private static final Detector.Settings STRICT = new Detector.Settings(.95, 1);
    private static final Detector.Settings WIDE = new Detector.Settings(.3, 10);
    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    private final AtomicInteger waited = new AtomicInteger();

    @Test
    void theSampleIsASmallPictureWithAPersonInIt() {
        assertThat(GoldenSample.jpeg()).hasSizeLessThan(30 << 10);
        try (Image image = new JpegDecoder(100_000).decode(GoldenSample.jpeg())) {
            assertThat(image.widthPx()).isEqualTo(320);
            assertThat(image.heightPx()).isEqualTo(240);
        }
    }

    @Test
    void itIsLoadedWarmedUpAndAskedOnceWhenItsTimeHasCome() {
        DescribedModel model = pose(ChannelOrder.RGB);
        List<PoseEstimator> poses =
                loading(model, Optional.of(model.goldenAnswer())).poses(3, ModelFolder.Batches.DEFAULT);

        assertThat(poses).extracting(PoseEstimator::release).containsOnly(model.release());
        assertThat(waited).as("before the load, the warm-up and the sample").hasValue(3);
        poses.forEach(PoseEstimator::close);
    }

    @Test
    void withFurtherThreadsEachCopyIsLoadedByItself() {
        new ModelLoading(pose(ChannelOrder.RGB), Optional.empty(), Device.CPU, 2, waited::incrementAndGet)
                .poses(3, ModelFolder.Batches.DEFAULT)
                .forEach(PoseEstimator::close);

        assertThat(waited).as("before three loads and warm-ups, and a sample").hasValue(7);
    }

    @Test
    void oneThatIsClosedLeavesTheOthersAtWork() {
        List<PoseEstimator> poses =
                loading(pose(ChannelOrder.RGB), Optional.empty()).poses(3, ModelFolder.Batches.DEFAULT);
        poses.get(0).close();
        poses.get(2).close();

        try (PoseEstimator left = poses.get(1);
                Image grey = Images.grey(64, 64)) {
            Detection person = new Detection(1, new float[] {8, 8, 40, 56});
            assertThat(left.estimate(List.of(new PoseEstimator.People(grey, List.of(person)))))
                    .hasSize(1);
        }
    }

    @Test
    void severalThreadsMayRunItAtATime() throws Exception {
        List<Detector> detectors = loading(detector(.9f, .6f), Optional.empty()).detectors(4, WIDE);
        try (Image grey = Images.grey(96, 64)) {
            List<Detection> alone = detectors.get(0).detect(grey);
            List<CompletableFuture<Boolean>> threads = detectors.stream()
                    .map(detector -> CompletableFuture.supplyAsync(
                            () -> IntStream.range(0, 200).allMatch(n -> same(detector.detect(grey), alone))))
                    .toList();
            for (CompletableFuture<Boolean> thread : threads) {
                assertThat(thread.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            detectors.forEach(Detector::close);
        }
    }

    private static boolean same(List<Detection> some, List<Detection> others) {
        return some.size() == others.size()
                && IntStream.range(0, some.size())
                        .allMatch(n -> some.get(n).score() == others.get(n).score()
                                && Arrays.equals(
                                        some.get(n).box(), others.get(n).box()));
    }

    @Test
    void aDetectorIsAskedBeyondItsWorkersSettings() {
        DescribedModel model = detector(.9f, .8f);
        List<Detector> detectors =
                loading(model, Optional.of(model.goldenAnswer())).detectors(1, STRICT);

        assertThat(model.goldenAnswer().rows(5)).isEqualTo(2);
        try (Image grey = Images.grey(64, 48);
                Detector detector = detectors.get(0)) {
            assertThat(detector.detect(grey)).isEmpty();
        }
    }

    @Test
    void whatAnotherPoseNetworkSaidIsADifference() {
        GoldenAnswer published = pose(ChannelOrder.RGB).goldenAnswer();
        List<Float> moved = new ArrayList<>(published.numbers());
        for (int k = 0; k < 17; k++) {
            moved.set(3 * k, moved.get(3 * k) + 8);
        }

        assertThatThrownBy(() -> loading(
                                pose(ChannelOrder.RGB), Optional.of(new GoldenAnswer(published.sample(), moved)))
                        .poses(1, ModelFolder.Batches.DEFAULT))
                .isInstanceOf(GoldenSampleException.class)
                .hasMessageMatching(
                        "\\d+ of \\d+ keypoints differ, at most \\d may: number \\d+ is 8.0 px from where its "
                                + "publisher saw it, of 5.0 allowed, with score .* for .*");
    }

    @Test
    void whatIsRoundedDifferentlyIsNone() {
        GoldenAnswer published = pose(ChannelOrder.RGB).goldenAnswer();
        List<Float> rounded = new ArrayList<>(published.numbers());
        for (int k = 0; k < 17; k++) {
            rounded.set(3 * k, rounded.get(3 * k) + 2);
            rounded.set(3 * k + 2, rounded.get(3 * k + 2) * 1.04f);
        }
        rounded.set(3 * 16, 0f); // one argmax of nine that are looked at fell elsewhere, and it may be the surest

        GoldenComparison.requireSamePose(
                new GoldenAnswer(published.sample(), rounded.subList(0, 48)),
                new GoldenAnswer(published.sample(), published.numbers().subList(0, 48)));
        assertThat(differs(() ->
                        GoldenComparison.requireSamePose(published, new GoldenAnswer(published.sample(), rounded))))
                .isTrue();
    }

    @Test
    void whatAnotherDetectorSaidIsADifference() {
        DescribedModel model = detector(.9f, .8f);

        assertThatThrownBy(() -> loading(model, Optional.of(detector(.9f, .7f).goldenAnswer()))
                        .detectors(1, STRICT))
                .isInstanceOf(GoldenSampleException.class)
                .hasMessageStartingWith("its publisher saw a person at ")
                .hasMessageContaining("with score 0.70, and none here within 0.05 and an overlap of 0.9");
        assertThatThrownBy(() -> loading(model, Optional.of(detector(.9f).goldenAnswer()))
                        .detectors(1, STRICT))
                .isInstanceOf(GoldenSampleException.class)
                .hasMessageStartingWith("there is a person at ")
                .hasMessageContaining("with score 0.80, and its publisher saw none within");
    }

    @Test
    void aPersonNearTheThresholdMayFallEitherWay() {
        DescribedModel model = detector(.9f, .31f);

        loading(model, Optional.of(detector(.92f).goldenAnswer()))
                .detectors(1, STRICT)
                .forEach(Detector::close);
        loading(detector(.9f), Optional.of(model.goldenAnswer()))
                .detectors(1, STRICT)
                .forEach(Detector::close);
    }

    @Test
    void anAnswerToAnotherPictureTellsNothing() {
        DescribedModel model = detector(.9f);
        GoldenAnswer other =
                new GoldenAnswer("0".repeat(64), model.goldenAnswer().numbers());

        assertThatThrownBy(() -> loading(model, Optional.of(other)).detectors(1, STRICT))
                .isInstanceOf(GoldenSampleException.class)
                .hasMessageContaining("another golden sample");
    }

    @Test
    void aNetworkThatFailsOnAGreyPictureIsNamedSo() {
        byte[] sixteen = OnnxGraphs.simcc(OnnxGraphs.OPEN, 16, 24, 32);

        assertThatThrownBy(() -> loading(described(sixteen, contract(ChannelOrder.RGB)), Optional.empty())
                        .poses(2, ModelFolder.Batches.DEFAULT))
                .isInstanceOf(WarmUpException.class);
    }

    @Test
    void aNetworkWithoutTheOutputsOfItsContractIsNotLoaded() {
        byte[] others = OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32, "a", "b");

        assertThatThrownBy(() -> loading(described(others, contract(ChannelOrder.RGB)), Optional.empty())
                        .poses(2, ModelFolder.Batches.DEFAULT))
                .isExactlyInstanceOf(ModelException.class)
                .hasMessageContaining("outputs [a, b]");
    }

    @Test
    void aModelOfAnotherSlotIsNotLoaded() {
        assertThatThrownBy(() -> loading(detector(.9f), Optional.empty()).poses(1, ModelFolder.Batches.DEFAULT))
                .isInstanceOf(ModelException.class)
                .hasMessage("this is a detector model, not a pose model");
    }

    private static boolean differs(Runnable comparison) {
        try {
            comparison.run();
            return false;
        } catch (GoldenSampleException e) {
            return true;
        }
    }

    private ModelLoading loading(DescribedModel model, Optional<GoldenAnswer> golden) {
        return new ModelLoading(model, golden, Device.CPU, 1, waited::incrementAndGet);
    }

    private static DescribedModel pose(ChannelOrder order) {
        return described(OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32), contract(order));
    }

    private static ModelContract contract(ChannelOrder order) {
        return new ModelContract(
                "net",
                Codec.SIMCC,
                "input",
                24,
                32,
                order,
                ZEROS,
                ONES,
                List.of("simcc_x", "simcc_y"),
                Layouts.COCO_17.keypoints(),
                1,
                ModelContract.USUAL_BOX_PADDING);
    }

    /** A person for each score. */
    private static DescribedModel detector(float... scores) {
        float[][] rows = new float[scores.length][];
        for (int n = 0; n < scores.length; n++) {
            rows[n] = new float[] {1 + 20 * n, 2, 18 + 20 * n, 40, scores[n]};
        }
        ModelContract contract = new ModelContract(
                "finder",
                Codec.RTMDET,
                "input",
                64,
                48,
                ChannelOrder.BGR,
                ZEROS,
                ONES,
                List.of("dets", "labels"),
                List.of(),
                0,
                0);
        return described(OnnxGraphs.detector(64, 48, rows, new long[scores.length]), contract);
    }

    private static DescribedModel described(byte[] onnx, ModelContract contract) {
        return DescribedModel.of(OnnxGraphs.described(onnx, contract, "", 1));
    }
}
