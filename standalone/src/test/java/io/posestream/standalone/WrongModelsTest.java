package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.inference.model.ShiftedModel;
import io.posestream.inference.model.onnx.GraphProto;
import io.posestream.inference.model.onnx.ModelProto;
import io.posestream.inference.model.onnx.NodeProto;
import io.posestream.inference.model.onnx.TensorProto;
import io.posestream.schemas.KeypointLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each wrong model is wrong in one way, and has the good one's contract. */
final class WrongModelsTest {
    private static final Offset<Float> EXACTLY = Offset.offset(1e-4f);

    @TempDir
    private Path folder;

    private DescribedModel pose;
    private DescribedModel detector;

    @BeforeEach
    void importTiny() {
        Path models = TinyModels.importedInto(folder);
        pose = DescribedModel.read(models.resolve("pose.onnx"));
        detector = DescribedModel.read(models.resolve("detector.onnx"));
    }

    @Test
    void leftIsWhereRightWas() {
        DescribedModel wrong = WrongModels.leftAndRightExchanged(pose);
        KeypointLayout layout = pose.contract().layout();
        float[] good = keypoints(pose, 120);
        float[] bad = keypoints(wrong, 120);

        int left = layout.indexOf("left_wrist");
        int right = layout.indexOf("right_wrist");
        int nose = layout.indexOf("nose");
        assertThat(point(bad, left)).containsExactly(point(good, right), EXACTLY);
        assertThat(point(bad, right)).containsExactly(point(good, left), EXACTLY);
        assertThat(point(bad, nose)).containsExactly(point(good, nose), EXACTLY);
        assertThat(wrong.contract()).isEqualTo(pose.contract());
    }

    @Test
    void redIsSeenAsBlue() throws IOException {
        DescribedModel red = seeingOnlyRed();
        DescribedModel wrong = WrongModels.coloursExchanged(red);

        assertThat(keypoints(red, 0, 0, 200)[2]).isGreaterThan(keypoints(red, 200, 0, 0)[2] + .1f);
        assertThat(keypoints(wrong, 200, 0, 0)[2]).isGreaterThan(keypoints(wrong, 0, 0, 200)[2] + .1f);
        assertThat(wrong.contract()).isEqualTo(pose.contract());
    }

    /** The tiny network adds all colours up; this one takes the first plane of its RGB alone. */
    private DescribedModel seeingOnlyRed() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(pose.bytes()).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.addInitializer(TensorProto.newBuilder()
                        .setName("red")
                        .setDataType(1)
                        .addAllDims(List.of(1L, 3L, 1L, 1L))
                        .addAllFloatData(List.of(1f, 0f, 0f)))
                .setNode(0, graph.getNode(0).toBuilder().setInput(0, "reddish"))
                .addNode(
                        0,
                        NodeProto.newBuilder()
                                .setOpType("Mul")
                                .addInput("input")
                                .addInput("red")
                                .addOutput("reddish"));
        return DescribedModel.of(model.build().toByteArray());
    }

    @Test
    void scoresAreTheSameWhateverIsSeen() {
        DescribedModel wrong = WrongModels.constantScores(pose, .9f);

        assertThat(keypoints(wrong, 20)[2]).isCloseTo(.9f, EXACTLY);
        assertThat(keypoints(wrong, 220)[2]).isCloseTo(.9f, EXACTLY);
        assertThat(point(keypoints(wrong, 20), 5)).startsWith(Arrays.copyOf(point(keypoints(pose, 20), 5), 2));
        try (Image image = grey(100);
                Detector sure = Detector.open(
                        WrongModels.constantScores(detector, .5f), Device.CPU, 1, new Detector.Settings(.1, 9))) {
            assertThat(sure.detect(image))
                    .singleElement()
                    .satisfies(person -> assertThat(person.score()).isCloseTo(.5f, EXACTLY));
        }
    }

    @Test
    void shiftedIsShifted() {
        float[] good = keypoints(pose, 120);

        // The crop is of the net's size.
        assertThat(point(keypoints(ShiftedModel.of(pose, 8), 120), 3))
                .containsExactly(new float[] {good[9] + 8, good[10] + 8, good[11]}, EXACTLY);
    }

    @Test
    void theyFailWhereTheyAreSaidTo() {
        assertThatThrownBy(() -> WrongModels.failsWhileLoading(pose).tryOut())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("ONNX Runtime refuses it");
        assertThatThrownBy(() -> WrongModels.failsWhileLoading(detector).tryOut())
                .hasMessageContaining("ONNX Runtime refuses it");
        assertThatThrownBy(() -> WrongModels.failsInItsRun(pose).tryOut())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("ONNX Runtime failed");
        assertThatThrownBy(() -> WrongModels.failsInItsRun(detector).tryOut())
                .hasMessageContaining("ONNX Runtime failed");

        DescribedModel onBright = WrongModels.failsAbove(pose, 2);
        assertThat(point(keypoints(onBright, 120), 5)).containsExactly(point(keypoints(pose, 120), 5), EXACTLY);
        assertThatThrownBy(() -> keypoints(onBright, 255)).hasMessageContaining("ONNX Runtime failed");
    }

    @Test
    void halfAFileIsNoModel() {
        byte[] half = WrongModels.truncated(pose);

        assertThatThrownBy(() -> DescribedModel.of(half)).isInstanceOf(ModelException.class);
        assertThat(WrongModels.withContract(pose, detector.contract()).contract())
                .isEqualTo(detector.contract());
        assertThatThrownBy(() ->
                        WrongModels.withContract(pose, detector.contract()).tryOut())
                .hasMessageContaining("its contract says");
    }

    private float[] keypoints(DescribedModel model, int grey) {
        return keypoints(model, grey, grey, grey);
    }

    /** In a crop that is the picture. */
    private static float[] keypoints(DescribedModel model, int blue, int green, int red) {
        byte[] bgr = new byte[3 * 48 * 64];
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = (byte) blue;
            bgr[i + 1] = (byte) green;
            bgr[i + 2] = (byte) red;
        }
        try (Image image = Image.of(48, 64, bgr);
                PoseNetwork network = PoseNetwork.open(model, Device.CPU, 1)) {
            Crop all = new Crop(24, 32, 48, 64, 0, false, 48, 64);
            return network.keypoints(image, List.of(all), FlipTest.NONE).get(0);
        }
    }

    private static Image grey(int value) {
        byte[] bgr = new byte[3 * 64 * 64];
        Arrays.fill(bgr, (byte) value);
        return Image.of(64, 64, bgr);
    }

    private static float[] point(float[] keypoints, int keypoint) {
        return Arrays.copyOfRange(keypoints, 3 * keypoint, 3 * keypoint + 3);
    }
}
