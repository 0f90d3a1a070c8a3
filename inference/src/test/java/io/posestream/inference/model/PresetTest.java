package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.Person;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each family from a file of its form to the persons that it gives. */
class PresetTest {
    private static final float[][] ONE_ROW = {{4, 8, 20, 30, .9f}};
    private static final int CELLS = 8 * 8 + 4 * 4 + 2 * 2;

    @TempDir
    Path temp;

    private ModelFolder folder;

    @BeforeEach
    void emptyFolder() {
        folder = new ModelFolder(temp.resolve("models"));
    }

    @Test
    void aYoloxWithNmsIsToldFromAnRtmdetByItsStem() throws IOException {
        ModelContract yolox = imported(OnnxGraphs.yolox(64, 48, ONE_ROW, 0), Slot.DETECTOR);
        ModelContract rtmdet = imported(OnnxGraphs.detector(64, 48, ONE_ROW, 0), Slot.DETECTOR);

        assertThat(yolox)
                .isEqualTo(new ModelContract(
                        "yolox",
                        Codec.RTMDET,
                        "input",
                        64,
                        48,
                        ChannelOrder.BGR,
                        List.of(0., 0., 0.),
                        List.of(1., 1., 1.),
                        List.of("dets", "labels"),
                        List.of(),
                        0,
                        0));
        assertThat(rtmdet.name()).isEqualTo("rtmdet");
    }

    @Test
    void whoNamesYoloxIsBelieved() throws IOException {
        Path file = file(OnnxGraphs.detector(64, 48, ONE_ROW, 0));

        ModelFolder.Imported imported = folder.importModel(file, Slot.DETECTOR, Optional.of(Preset.YOLOX));

        assertThat(imported.contract().mean()).containsExactly(0., 0., 0.);
    }

    /** Cell (1, 2) of stride 16 is row 64 + 2 * 4 + 1. */
    @Test
    void aRawYoloxIsDecodedCellByCell() throws IOException {
        float[][] rows = new float[CELLS][7];
        rows[73] = new float[] {.5f, .25f, (float) Math.log(2), (float) Math.log(3), .9f, .8f, .99f};

        ModelContract contract = imported(OnnxGraphs.rawYolox(64, 64, rows), Slot.DETECTOR);

        assertThat(contract.codec()).isEqualTo(Codec.YOLOX);
        assertThat(contract.name()).isEqualTo("yolox");
        assertThat(contract.outputs()).containsExactly("output");
        try (Detector detector = folder.openDetector(Device.CPU, new Detector.Settings(.3, 64));
                Image image = Images.grey(128, 128)) {
            List<Detection> persons = detector.detect(image);
            assertThat(persons).hasSize(1);
            assertThat(persons.get(0).score()).isCloseTo(.72f, within(1e-6f));
            assertThat(persons.get(0).box()).containsExactly(new float[] {16, 24, 80, 120}, within(1e-3f));
        }
    }

    @Test
    void aYoloxThatDecodesItselfIsRefused() throws IOException {
        Path file = file(OnnxGraphs.decodedYolox(64, 64, new float[CELLS][6]));

        assertThatThrownBy(() -> folder.importModel(file, Slot.DETECTOR, Optional.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("export it without");
    }

    /** As many rows, but no YOLOX stem: YOLOv6 gives such, decoded. */
    @Test
    void rowsWithoutTheStemAreNoYolox() throws IOException {
        byte[] yolox = OnnxGraphs.rawYolox(64, 64, new float[CELLS][6]);
        Path file = file(OnnxGraphs.withoutStem(yolox));

        assertThatThrownBy(() -> folder.importModel(file, Slot.DETECTOR, Optional.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("are not of the form of yolox, rtmdet, rtmpose, efficientpose, tinypose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"detector", "pose"})
    void anRtmoIsRefusedWithWhatToTakeInstead(String slot) throws IOException {
        Path file = file(OnnxGraphs.rtmo(64, 64));

        assertThatThrownBy(() -> folder.importModel(file, Slot.of(slot), Optional.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + ": this is an RTMO, which finds and poses all persons of a frame in one go; served"
                        + " are a detector and a pose network apart: take an RTMDet or YOLOX and an RTMPose");
    }

    @ParameterizedTest
    @CsvSource({"17,coco-17", "26,halpe-26", "21,unified-21", "16,mpii-16"})
    void anRtmposesLayoutIsReadOffItsChannels(int keypoints, String layout) throws IOException {
        Path file = file(OnnxGraphs.constantSimcc(24, 32, new float[keypoints][48], new float[keypoints][64]));

        ModelContract contract =
                folder.importModel(file, Slot.POSE, Optional.of(Preset.RTMPOSE)).contract();

        assertThat(contract.layout().name()).isEqualTo(layout);
        assertThat(contract.simccSplitRatio()).isEqualTo(2);
        assertThat(contract.boxPadding()).isEqualTo(1.25);
    }

    @Test
    void efficientPosesChannelsComeOutAsTheirKeypoints() throws IOException {
        ModelContract contract = imported(OnnxGraphs.efficientPose(40, 32), Slot.POSE);

        try (PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT);
                Image image = Images.grey(40, 32)) {
            // a box that is the whole input once it is padded: a crop pixel is a frame pixel
            Detection middle = new Detection(1, new float[] {4, 3.2f, 36, 28.8f});
            Person person = pose.estimate(List.of(new PoseEstimator.People(image, List.of(middle))))
                    .get(0)
                    .get(0);
            assertThat(person.known().cardinality()).isEqualTo(16);
            for (int k = 0; k < 16; k++) {
                int index = Layouts.UNIFIED_21.indexOf(contract.keypoints().get(k));
                assertThat(person.known().get(index)).isTrue();
                assertThat(person.xPx(index)).isCloseTo(4 + 2 * k, within(.01f));
                assertThat(person.yPx(index)).isCloseTo(6 + k, within(.01f));
            }
        }
        assertThat(contract.keypoints()).startsWith("head_top", "upper_neck", "right_shoulder");
    }

    @Test
    void theCommandLineWinsOverThePreset() throws IOException {
        Path file = file(OnnxGraphs.simcc(1, 17, 24, 32));

        ModelFolder.Imported imported = folder.importModel(
                file, Slot.POSE, Optional.empty(), Map.of("mean", "1.0,2.0,3.0", "posestream.box_padding", "1.1"));

        assertThat(imported.contract().mean()).containsExactly(1., 2., 3.);
        assertThat(imported.contract().boxPadding()).isEqualTo(1.1);
        assertThat(imported.sources())
                .containsEntry("posestream.mean", "the command line")
                .containsEntry("posestream.std", "preset rtmpose")
                .containsEntry("posestream.input_size", "the graph")
                .containsEntry("posestream.simcc_split_ratio", "the graph");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input_size | 48x64 | the command line: input_size 48x64, but the graph takes 24x32 pixels",
                "input | images | the command line: input images, but the graph takes \"input\"",
                "simcc_split_ratio | 2 | simcc_split_ratio 2.0, but the graph answers 24 bins for 24 pixels",
                "std | 0,1,1 | the command line: std must be positive",
                "contract | 2 | a contract has no \"contract\"; it has name, codec, input,",
                "colour | blue | a contract has no \"colour\"",
            })
    void aWishThatCannotBeKeptIsRefused(String key, String value, String message) throws IOException {
        Path file = file(OnnxGraphs.simcc(1, 17, 24, 32));

        assertThatThrownBy(() -> folder.importModel(file, Slot.POSE, Optional.empty(), Map.of(key, value)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    private ModelContract imported(byte[] onnx, Slot slot) throws IOException {
        return folder.importModel(file(onnx), slot, Optional.empty()).contract();
    }

    private Path file(byte[] onnx) throws IOException {
        return Files.write(temp.resolve("net.onnx"), onnx);
    }
}
