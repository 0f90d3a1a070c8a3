package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorTest {
    private static final ModelContract CONTRACT = new ModelContract(
            "net",
            Codec.RTMDET,
            "input",
            64,
            64,
            ChannelOrder.BGR,
            List.of(103.53, 116.28, 123.675),
            List.of(57.375, 57.12, 58.395),
            List.of("dets", "labels"),
            List.of(),
            0,
            0);
    private static final float[][] ROWS = {
        {4, 8, 20, 30, .5f}, {1, 1, 5, 9, .29f}, {10, 12, 30, 28, .9f}, {2, 2, 60, 20, .8f}, {0, 0, 0, 0, 0},
    };

    @Test
    void givesThePersonsOverTheThresholdBestFirst() {
        assertThat(scores(.3, 64, ROWS, 0, 0, 0, 0, 0)).containsExactly(.9f, .8f, .5f);
    }

    @Test
    void leavesOutWhatIsNoPerson() {
        assertThat(scores(.3, 64, ROWS, 0, 0, 16, 0, 0)).containsExactly(.8f, .5f);
    }

    @Test
    void keepsTheBestOfTooMany() {
        assertThat(scores(.3, 2, ROWS, 0, 0, 0, 0, 0)).containsExactly(.9f, .8f);
    }

    @Test
    void leavesOutBoxesWithoutArea() {
        float[][] rows = {{5, 5, 5, 9, .9f}, {5, 9, 8, 9, .9f}, {8, 5, 4, 9, .9f}, {Float.NaN, 0, 4, 9, .9f}};

        assertThat(scores(0, 64, rows, 0, 0, 0, 0)).isEmpty();
    }

    @Test
    void aFrameWithoutAnybodyHasNoPersons() {
        assertThat(scores(.3, 64, new float[0][5])).isEmpty();
    }

    private static List<Float> scores(double minScore, int maxPersons, float[][] rows, long... labels) {
        try (Detector detector = detector(OnnxGraphs.detector(64, 64, rows, labels), minScore, maxPersons);
                Image image = Images.grey(64, 64)) {
            return detector.detect(image).stream().map(Detection::score).toList();
        }
    }

    /** 256 x 128 pixels in an input of 64 x 64: a quarter, so boxes grow fourfold. */
    @Test
    void givesBoxesInFramePixels() {
        float[][] rows = {{4, 8, 20, 30, .9f}};

        try (Detector detector = detector(OnnxGraphs.detector(64, 64, rows, 0), .3, 64);
                Image image = Images.grey(256, 128)) {
            assertThat(detector.detect(image).get(0).box())
                    .containsExactly(new float[] {16, 32, 80, 120}, within(1e-4f));
        }
    }

    @Test
    void answersEachFrameAnew() {
        try (Detector detector = detector(OnnxGraphs.detector(64, 64, ROWS, 0, 0, 0, 0, 0), .3, 64);
                Image small = Images.grey(32, 32);
                Image large = Images.grey(640, 640)) {
            detector.warmUp(Pace.AT_ONCE);

            assertThat(detector.detect(small).get(0).box()[0]).isCloseTo(5, within(1e-4f));
            assertThat(detector.detect(large).get(0).box()[0]).isCloseTo(100, within(1e-4f));
            assertThat(detector.detect(small).get(0).box()[0]).isCloseTo(5, within(1e-4f));
        }
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        assertRefused(OnnxGraphs.detector(64, 64, 4, ROWS, 0, 0, 0, 0, 0), "[1, 5, 4] with 5 labels");
    }

    @Test
    void refusesTooFewLabels() {
        assertRefused(OnnxGraphs.detector(64, 64, ROWS, 0, 0), "[1, 5, 5] with 2 labels");
    }

    private static void assertRefused(byte[] onnx, String shapes) {
        try (Detector detector = detector(onnx, .3, 64)) {
            assertThatThrownBy(() -> detector.warmUp(Pace.AT_ONCE))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(shapes);
        }
    }

    private static Detector detector(byte[] onnx, double minScore, int maxPersons) {
        return new Detector(
                OnnxModel.load(onnx, Device.CPU, 1),
                CONTRACT,
                new ReleaseRef(Slot.DETECTOR, "net", "0".repeat(64)),
                new Detector.Settings(minScore, maxPersons));
    }
}
