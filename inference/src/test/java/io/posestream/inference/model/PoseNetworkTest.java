package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nets look for the brightest pixel. */
class PoseNetworkTest {
    private static final int WIDTH_PX = 48;
    private static final int HEIGHT_PX = 64;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, OnnxGraphs.OPEN})
    void answersCropsInTheirOrder(int batch) throws IOException {
        try (PoseNetwork network = open(OnnxGraphs.simcc(batch, 17, WIDTH_PX, HEIGHT_PX));
                Image left = Pictures.spot(WIDTH_PX, HEIGHT_PX, 10, 20, 0);
                Image right = Pictures.spot(WIDTH_PX, HEIGHT_PX, 30, 40, 0)) {
            List<String> places = network.run(
                    List.of(left, right, left, right, right, left),
                    (n, output) -> n + ":" + output.decode(3)[0] + "," + output.decode(3)[1]);

            assertThat(places)
                    .containsExactly(
                            "0:10.0,20.0", "1:30.0,40.0", "2:10.0,20.0", "3:30.0,40.0", "4:30.0,40.0", "5:10.0,20.0");
        }
    }

    @Test
    void givesTheNumbersOfEveryKeypoint() throws IOException {
        try (PoseNetwork network = open(OnnxGraphs.simcc(1, 17, WIDTH_PX, HEIGHT_PX));
                Image spot = Pictures.spot(WIDTH_PX, HEIGHT_PX, 10, 20, 0)) {
            float[] peaks = network.run(List.of(spot), (n, output) -> new float[] {
                        output.values(0, 16)[10],
                        output.values(1, 16)[20],
                        output.values(1, 7)[20],
                        output.rowLength(0),
                        output.rowLength(1)
                    })
                    .get(0);

            assertThat(peaks[0]).isEqualTo(peaks[1]).isGreaterThan(2);
            assertThat(peaks[2]).isCloseTo(peaks[0] * 8 / 17, within(1e-5f));
            assertThat(peaks[3]).isEqualTo(WIDTH_PX);
            assertThat(peaks[4]).isEqualTo(HEIGHT_PX);
        }
    }

    @Test
    void refusesCropsOfAnotherSize() throws IOException {
        try (PoseNetwork network = open(OnnxGraphs.simcc(1, 17, WIDTH_PX, HEIGHT_PX));
                Image turned = Pictures.spot(64, 48, 10, 20, 0)) {
            assertThatThrownBy(() -> network.run(List.of(turned), (n, output) -> n))
                    .hasMessage("a crop of 64 x 48 pixels; the network takes 48 x 64");
        }
    }

    /** A spot a crop pixel wide: exact agrees with the plain answer, MMPose's lies beside it by the bin that REFERENCE tells. */
    @ParameterizedTest
    @CsvSource({"NONE,30,20", "EXACT,30,20", "MMPOSE,30,20"})
    void aFlipTestFindsTheSamePlace(FlipTest flip, float x, float y) throws IOException {
        Crop all = new Crop(24, 32, 48, 64, 0, false, WIDTH_PX, HEIGHT_PX);
        try (PoseNetwork network = open(OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, WIDTH_PX, HEIGHT_PX));
                Image spot = Pictures.spot(WIDTH_PX, HEIGHT_PX, 30, 20, 0)) {
            for (float[] keypoints : network.keypoints(spot, Collections.nCopies(5, all), flip)) {
                assertThat(keypoints).hasSize(51);
                assertThat(keypoints[0]).isEqualTo(x);
                assertThat(keypoints[1]).isEqualTo(y);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE", "EXACT", "MMPOSE"})
    void aFlipTestOfAHeatmapFindsTheSameCell(FlipTest flip) throws IOException {
        Crop all = new Crop(24, 32, 48, 64, 0, false, WIDTH_PX, HEIGHT_PX);
        try (PoseNetwork network = open(OnnxGraphs.heatmap(1, 17, WIDTH_PX, HEIGHT_PX));
                Image spot = Pictures.spot(WIDTH_PX, HEIGHT_PX, 28, 20, 0)) {
            float[] keypoints = network.keypoints(spot, List.of(all), flip).get(0);

            assertThat(keypoints[0]).isCloseTo(28, within(2.1f));
            assertThat(keypoints[1]).isCloseTo(20, within(1.1f));
        }
    }

    @Test
    void hasTheReleaseThatAnImportGives() throws IOException {
        byte[] foreign = OnnxGraphs.simcc(1, 17, WIDTH_PX, HEIGHT_PX);
        Path file = Files.write(folder.resolve("net.onnx"), foreign);
        ModelFolder.Imported imported =
                new ModelFolder(folder.resolve("models")).importModel(file, Slot.POSE, Optional.empty());

        try (PoseNetwork network = PoseNetwork.open(file, Optional.empty(), Device.CPU, 1);
                PoseNetwork kept = PoseNetwork.open(imported.file(), Optional.empty(), Device.CPU, 1)) {
            assertThat(network.release()).isEqualTo(imported.release());
            assertThat(kept.release()).isEqualTo(imported.release());
            assertThat(network.contract()).isEqualTo(imported.contract());
        }
    }

    @Test
    void refusesADetectorByName() throws IOException {
        Path file = Files.write(
                folder.resolve("net.onnx"), OnnxGraphs.detector(32, 32, new float[][] {{0, 0, 1, 1, 1}}, 0));

        assertThatThrownBy(() -> PoseNetwork.open(file, Optional.empty(), Device.CPU, 1))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + ": this is a detector model, not a pose model");
    }

    private PoseNetwork open(byte[] onnx) throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), onnx);
        return PoseNetwork.open(file, Optional.empty(), Device.CPU, 1);
    }
}
