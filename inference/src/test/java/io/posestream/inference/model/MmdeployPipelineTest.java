package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MmdeployPipelineTest {
    private static final String POSE = """
            {"pipeline": {"input": ["img"], "output": ["post_output"], "tasks": [
              {"type": "Task", "module": "Transform", "name": "Preprocess", "transforms": [
                {"type": "LoadImageFromFile"},
                {"type": "TopDownGetBboxCenterScale", "padding": 1.5, "image_size": [24, 32]},
                {"type": "TopDownAffine", "image_size": [24, 32]},
                {"type": "Normalize", "mean": [1.5, 2, 3], "std": [4, 5, 6], "to_rgb": false},
                {"type": "SomethingNew", "level": 9},
                {"type": "Collect", "keys": ["img"]}]},
              {"name": "rtmpose", "module": "Net", "input_map": {"img": "input"}, "output_map": {}},
              {"module": "mmpose", "name": "postprocess", "component": "SimCCLabelDecode",
               "params": {"flip_test": true, "input_size": [24, 32], "simcc_split_ratio": 1.0}}]}}
            """;
    private static final String DETECTOR = """
            {"pipeline": {"tasks": [
              {"module": "Transform", "transforms": [
                {"type": "Resize", "keep_ratio": true, "size": [64, 48]},
                {"type": "Pad", "size": [64, 48], "pad_val": {"img": [114, 114, 114]}},
                {"type": "Normalize", "mean": [7, 8, 9], "std": [1, 2, 3], "to_rgb": true}]},
              {"module": "Net", "name": "yolox", "input_map": {"img": "input"}},
              {"module": "mmdet", "component": "ResizeBBox", "params": {"score_thr": 0.01}}]}}
            """;
    private static final byte[] POSE_NET = OnnxGraphs.simcc(1, 17, 24, 32);
    private static final byte[] DETECTOR_NET = OnnxGraphs.detector(64, 48, new float[][] {{1, 2, 20, 30, .9f}}, 0);

    @TempDir
    Path temp;

    private ModelFolder folder;

    @BeforeEach
    void emptyFolder() {
        folder = new ModelFolder(temp.resolve("models"));
    }

    @Test
    void winsOverThePresetOfAPoseNetwork() throws IOException {
        ModelFolder.Imported imported = imported(POSE_NET, POSE, Slot.POSE, Map.of());

        ModelContract contract = imported.contract();
        assertThat(contract.mean()).containsExactly(1.5, 2., 3.);
        assertThat(contract.std()).containsExactly(4., 5., 6.);
        assertThat(contract.channelOrder()).isEqualTo(ChannelOrder.BGR);
        assertThat(contract.boxPadding()).isEqualTo(1.5);
        assertThat(imported.sources())
                .containsEntry("posestream.mean", "pipeline.json")
                .containsEntry("posestream.box_padding", "pipeline.json")
                .containsEntry("posestream.input_size", "pipeline.json")
                .containsEntry("posestream.keypoints", "preset rtmpose")
                .containsEntry("posestream.outputs", "the graph");
    }

    @Test
    void winsOverThePresetOfADetector() throws IOException {
        ModelContract contract =
                imported(DETECTOR_NET, DETECTOR, Slot.DETECTOR, Map.of()).contract();

        assertThat(contract.mean()).containsExactly(7., 8., 9.);
        assertThat(contract.channelOrder()).isEqualTo(ChannelOrder.RGB);
        assertThat(contract.boxPadding()).isZero();
    }

    @Test
    void isOverruledByTheCommandLine() throws IOException {
        ModelFolder.Imported imported = imported(POSE_NET, POSE, Slot.POSE, Map.of("channel_order", "RGB"));

        assertThat(imported.contract().channelOrder()).isEqualTo(ChannelOrder.RGB);
        assertThat(imported.sources()).containsEntry("posestream.channel_order", "the command line");
    }

    /** As MMDeploy writes it for YOLOX, whose pixels go in as they are. */
    @Test
    void withoutNormalisationPixelsGoInAsTheyAre() throws IOException {
        String yolox = DETECTOR.replaceFirst(",\\s*\\{\"type\": \"Normalize\"[^}]*}", "");

        ModelContract contract =
                imported(DETECTOR_NET, yolox, Slot.DETECTOR, Map.of()).contract();

        assertThat(yolox).doesNotContain("Normalize");
        assertThat(contract.mean()).containsExactly(0., 0., 0.);
        assertThat(contract.std()).containsExactly(1., 1., 1.);
        assertThat(contract.channelOrder()).isEqualTo(ChannelOrder.BGR);
    }

    @Test
    void isNotAskedAboutAFileThatDescribesItself() throws IOException {
        Path first = imported(POSE_NET, POSE, Slot.POSE, Map.of()).file();
        byte[] described = Files.readAllBytes(first);

        ModelFolder.Imported again = imported(described, POSE.replace("1.5", "2.5"), Slot.POSE, Map.of());

        assertThat(again.contract().boxPadding()).isEqualTo(1.5);
        assertThat(again.sources()).containsEntry("posestream.box_padding", "the file itself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[24, 32] | [48, 64] | pipeline.json: input_size 48x64, but the graph takes 24x32 pixels",
                "[24, 32] | [0, 32] | pipeline.json: input of 0 x 32 pixels; 8 to 4096 are served",
                "[24, 32] | [\"x\", 32] | pipeline.json: input_size xx32; it has the form WIDTHxHEIGHT",
                "1.0 | 2.0 | pipeline.json: simcc_split_ratio 2.0, but the graph answers 24 bins for 24 pixels",
                "\"img\": \"input\" | \"img\": \"x\" | pipeline.json: input x, but the graph takes \"input\"",
                "[4, 5, 6] | [4, 5] | pipeline.json: mean and std need three numbers each",
                "[4, 5, 6] | [4, 5, 0] | pipeline.json: std must be positive",
                "[4, 5, 6] | [4, 5, \"six\"] | pipeline.json beside it holds \"six\" for a number",
                "\"padding\": 1.5 | \"padding\": 0.5 | SIMCC with box padding 0.5",
                "\"padding\": 1.5 | \"use_udp\": true | crops with use_udp; pose networks are served without",
                "\"module\": \"mmpose\" | \"module\": \"mmdet\" | ends in mmdet's SimCCLabelDecode",
                "\"tasks\" | \"steps\" | pipeline.json beside it is not MMDeploy's",
                "\"tasks\": [ | \"tasks\": [[ | pipeline.json beside it cannot be read: ",
            })
    void whatThePoseNetworkContradictsIsRefusedByName(String text, String other, String message) throws IOException {
        assertThat(POSE).contains(text);
        assertRefused(POSE_NET, POSE.replace(text, other), Slot.POSE, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"keep_ratio\": true | \"keep_ratio\": false | resizes without keep_ratio",
                "[114, 114, 114] | [0, 0, 0] | pads with 0; detectors are served with 114",
                "{\"img\": [114, 114, 114]} | 7 | pads with 7; detectors are served with 114",
                "mmdet | mmpose | ends in mmpose's ResizeBBox, but the file is a detector",
                "[64, 48] | [640, 640] | input_size 640x640, but the graph takes 64x48 pixels",
            })
    void whatTheDetectorContradictsIsRefusedByName(String text, String other, String message) throws IOException {
        assertThat(DETECTOR).contains(text);
        assertRefused(DETECTOR_NET, DETECTOR.replace(text, other), Slot.DETECTOR, message);
    }

    @Test
    void oneOfMoreThanAMebibyteIsRefusedUnread() throws IOException {
        assertRefused(POSE_NET, POSE + " ".repeat(1 << 20), Slot.POSE, "bytes; at most 1048576 are read");
    }

    @Test
    void oneNestedTooDeepIsRefused() throws IOException {
        assertRefused(POSE_NET, "[".repeat(500_000), Slot.POSE, "pipeline.json beside it cannot be read: ");
    }

    private void assertRefused(byte[] net, String json, Slot slot, String message) {
        assertThatThrownBy(() -> imported(net, json, slot, Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(temp.resolve("net.onnx") + ": ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    private ModelFolder.Imported imported(byte[] net, String json, Slot slot, Map<String, String> values)
            throws IOException {
        Path file = Files.write(temp.resolve("net.onnx"), net);
        Files.writeString(temp.resolve("pipeline.json"), json);
        return folder.importModel(file, slot, Optional.empty(), values);
    }
}
