package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFolderTest {
    private static final float[][] ONE_ROW = {{1, 2, 20, 30, .9f}};
    private static final Detector.Settings SETTINGS = new Detector.Settings(.3, 64);

    @TempDir
    Path temp;

    private Path models;
    private ModelFolder folder;

    @BeforeEach
    void emptyFolder() {
        models = temp.resolve("models");
        folder = new ModelFolder(models);
    }

    @Test
    void aDetectorIsKnownByItsForm() {
        ModelContract contract = imported(OnnxGraphs.detector(64, 48, ONE_ROW, 0), Slot.DETECTOR);

        assertThat(contract)
                .isEqualTo(new ModelContract(
                        "rtmdet",
                        Codec.RTMDET,
                        "input",
                        64,
                        48,
                        ChannelOrder.BGR,
                        List.of(103.53, 116.28, 123.675),
                        List.of(57.375, 57.12, 58.395),
                        List.of("dets", "labels"),
                        List.of(),
                        0,
                        0));
    }

    @Test
    void aSimccNetIsKnownByItsForm() {
        ModelContract contract = imported(OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32), Slot.POSE);

        assertThat(contract)
                .isEqualTo(new ModelContract(
                        "rtmpose",
                        Codec.SIMCC,
                        "input",
                        24,
                        32,
                        ChannelOrder.RGB,
                        List.of(123.675, 116.28, 103.53),
                        List.of(58.395, 57.12, 57.375),
                        List.of("simcc_x", "simcc_y"),
                        Layouts.COCO_17.keypoints(),
                        1,
                        1.25));
    }

    @Test
    void aSimccNetsSplitRatioAndLayoutAreReadOffItsBins() {
        float[][] x = new float[26][48];
        float[][] y = new float[26][64];

        ModelContract contract = imported(OnnxGraphs.constantSimcc(24, 32, x, y), Slot.POSE);

        assertThat(contract.simccSplitRatio()).isEqualTo(2);
        assertThat(contract.layout()).isEqualTo(Layouts.HALPE_26);
    }

    @Test
    void aHeatmapNetIsKnownByItsForm() {
        ModelContract contract = imported(OnnxGraphs.heatmap(1, 17, 24, 32), Slot.POSE);

        assertThat(contract.name()).isEqualTo("tinypose");
        assertThat(contract.codec()).isEqualTo(Codec.HEATMAP);
        assertThat(contract.inputName()).isEqualTo("image");
        assertThat(contract.outputs()).containsExactly("conv2d_441.tmp_1");
        assertThat(contract.layout()).isEqualTo(Layouts.COCO_17);
        assertThat(contract.channelOrder()).isEqualTo(ChannelOrder.RGB);
        assertThat(contract.mean().get(0)).isEqualTo(.485 * 255);
    }

    @Test
    void anEfficientPoseNetIsKnownByItsForm() {
        ModelContract contract = imported(OnnxGraphs.heatmap(1, 16, 24, 32, 1, "heatmap_upscaled"), Slot.POSE);

        assertThat(contract.name()).isEqualTo("efficientpose");
        assertThat(contract.keypoints()).hasSameElementsAs(Layouts.MPII_16.keypoints());
    }

    private ModelContract imported(byte[] onnx, Slot slot) {
        Path file = file("any name at all.bin", onnx);
        ModelFolder.Imported imported = folder.importModel(file, slot, Optional.empty());
        assertThat(imported.file()).isEqualTo(models.resolve(slot.id() + ".onnx"));
        ModelFolder.Imported shown = folder.show(slot);
        assertThat(shown.contract()).isEqualTo(imported.contract());
        assertThat(shown.release()).isEqualTo(imported.release());
        assertThat(shown.file()).isEqualTo(imported.file());
        return imported.contract();
    }

    @Test
    void aPresetThatTheFileIsNotOfIsRefused() {
        Path file = file("net.onnx", OnnxGraphs.simcc(1, 17, 24, 32));

        assertThat(refusal(() -> folder.importModel(file, Slot.POSE, Optional.of(Preset.TINYPOSE))))
                .contains("simcc_x[1, 17, 24]", "tinypose");
    }

    @Test
    void aPoseNetIsNoDetector() {
        Path file = file("net.onnx", OnnxGraphs.simcc(1, 17, 24, 32));

        assertThat(refusal(() -> folder.importModel(file, Slot.DETECTOR, Optional.empty())))
                .isEqualTo(file + ": this is a pose model (rtmpose), not a detector model; import it with --as pose");
        assertThat(models).doesNotExist();
    }

    @Test
    void aFileInTheWrongSlotIsRefused() throws IOException {
        ModelFolder.Imported detector =
                folder.importModel(file("d", OnnxGraphs.detector(64, 48, ONE_ROW, 0)), Slot.DETECTOR, Optional.empty());
        Files.copy(detector.file(), models.resolve("pose.onnx"));

        assertThat(refusal(() -> folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)))
                .isEqualTo(models.resolve("pose.onnx") + ": this is a detector model, not a pose model");
    }

    static Stream<Named<Refused>> refused() {
        byte[] sound = OnnxGraphs.simcc(1, 17, 24, 32);
        return Stream.of(
                refused("an empty file", new byte[0], "not an ONNX file"),
                refused("text", "# My model\n\nIt is great.\n".getBytes(StandardCharsets.UTF_8), "not an ONNX file"),
                refused("a truncated file", Arrays.copyOf(sound, sound.length / 2), "not an ONNX file"),
                refused("a picture", Pictures.jpeg(64, 64), "not an ONNX file"),
                refused(
                        "custom operators",
                        OnnxGraphs.customOperator(),
                        "operator FancyMax of the custom domain \"com.acme\""),
                refused("external data", OnnxGraphs.externalWeights(), "weights weights stand in another file"),
                refused("two inputs", OnnxGraphs.twoInputs(), "mask[1, 3, 32, 24]"),
                refused(
                        "unknown outputs",
                        OnnxGraphs.simcc(1, 17, 24, 32, "a", "b"),
                        "outputs [a[1, 17, 24], b[1, 17, 32]]"),
                refused("an unknown number of keypoints", OnnxGraphs.simcc(1, 19, 24, 32), "simcc_x[1, 19, 24]"),
                refused("an input of four pixels", OnnxGraphs.simcc(1, 17, 4, 4), "input of 4 x 4 pixels"),
                refused(
                        "a detector without scores",
                        OnnxGraphs.detector(64, 48, 4, new float[][] {{1, 2, 20, 30}}, 0),
                        "[1, 1, 4]"));
    }

    private record Refused(byte[] file, String reason) {}

    private static Named<Refused> refused(String name, byte[] file, String reason) {
        return Named.of(name, new Refused(file, reason));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeServedIsRefusedAndTheFolderStaysAsItWas(Refused refused) throws IOException {
        folder.importModel(file("good", OnnxGraphs.simcc(1, 17, 24, 32)), Slot.POSE, Optional.empty());
        byte[] before = Files.readAllBytes(models.resolve("pose.onnx"));
        Path file = file("bad.onnx", refused.file);
        Slot slot = refused.reason.equals("[1, 1, 4]") ? Slot.DETECTOR : Slot.POSE;

        String message = refusal(() -> folder.importModel(file, slot, Optional.empty()));

        assertThat(message).startsWith(file + ": ").contains(refused.reason).doesNotContain("\n");
        assertThat(names()).containsExactly("pose.onnx");
        assertThat(models.resolve("pose.onnx")).hasBinaryContent(before);
    }

    /** Seeded: whatever a flipped byte makes of a file, it is served or refused, never anything else. */
    @Test
    void corruptBytesAreServedOrRefused() {
        Random random = new Random(3);
        byte[] sound = OnnxGraphs.heatmap(1, 17, 24, 32);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            byte[] corrupt = sound.clone();
            corrupt[random.nextInt(corrupt.length)] ^= (byte) (1 + random.nextInt(255));
            Path file = file("corrupt.onnx", corrupt);
            try {
                folder.importModel(file, Slot.POSE, Optional.empty());
            } catch (ModelException e) {
                refused++;
                assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void importingTwiceKeepsTheSameFile() {
        Path file = file("net", OnnxGraphs.simcc(1, 17, 24, 32));
        ModelFolder.Imported once = folder.importModel(file, Slot.POSE, Optional.empty());
        ModelFolder.Imported twice = folder.importModel(file, Slot.POSE, Optional.empty());
        ModelFolder.Imported itself = folder.importModel(once.file(), Slot.POSE, Optional.empty());

        assertThat(twice).isEqualTo(once);
        assertThat(itself.release()).isEqualTo(once.release());
        assertThat(names()).containsExactly("pose.onnx");
    }

    @Test
    void aFileThatDescribesItselfIsWhatItSays() {
        ModelContract own = new ModelContract(
                "my own net",
                Codec.SIMCC,
                "input",
                24,
                32,
                ChannelOrder.BGR,
                List.of(1., 2., 3.),
                List.of(4., 5., 6.),
                List.of("simcc_x", "simcc_y"),
                Layouts.UNIFIED_21.keypoints().subList(4, 21),
                1,
                1.5);
        byte[] described = OnnxFile.parse(OnnxGraphs.simcc(1, 17, 24, 32)).withMetadata(own.toMetadata());

        assertThat(imported(described, Slot.POSE)).isEqualTo(own);
    }

    @Test
    void aContractThatTheNetDoesNotKeepIsRefused() {
        ModelContract own = imported(OnnxGraphs.simcc(1, 17, 24, 32), Slot.POSE);
        byte[] described =
                OnnxFile.parse(OnnxGraphs.simcc(1, 17, 24, 32, "a", "b")).withMetadata(own.toMetadata());

        assertThat(refusal(() -> folder.importModel(file("b", described), Slot.POSE, Optional.empty())))
                .contains("outputs [a, b]", "[simcc_x, simcc_y]");
    }

    @Test
    void aContractOfAnotherVersionIsRefused() {
        byte[] described =
                OnnxFile.parse(OnnxGraphs.simcc(1, 17, 24, 32)).withMetadata(Map.of("posestream.contract", "2"));

        assertThat(refusal(() -> folder.importModel(file("v2", described), Slot.POSE, Optional.empty())))
                .contains("contract version 2");
    }

    @Test
    void fieldsThatWeDoNotKnowSurviveTheImport() throws IOException {
        byte[] documented = OnnxGraphs.withUnnamedField(OnnxGraphs.simcc(1, 17, 24, 32), "made in Delft");

        ModelFolder.Imported imported = folder.importModel(file("doc", documented), Slot.POSE, Optional.empty());

        assertThat(Files.readString(imported.file(), StandardCharsets.ISO_8859_1))
                .contains("made in Delft");
    }

    @Test
    void aReleaseIsTheDigestOfItsFile() throws IOException, NoSuchAlgorithmException {
        ModelFolder.Imported imported =
                folder.importModel(file("d", OnnxGraphs.detector(64, 48, ONE_ROW, 0)), Slot.DETECTOR, Optional.empty());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(imported.file()));

        try (Detector detector = folder.openDetector(Device.CPU, SETTINGS)) {
            assertThat(detector.release()).isEqualTo(imported.release());
            assertThat(detector.release().sha256()).isEqualTo(HexFormat.of().formatHex(digest));
            assertThat(detector.release().slot()).isEqualTo(Slot.DETECTOR);
        }
    }

    @Test
    void missingModelsSayHowToImportThem() {
        assertThat(refusal(() -> folder.openDetector(Device.CPU, SETTINGS)))
                .isEqualTo(models.resolve("detector.onnx")
                        + ": no such file; import a model: ./pose models import FILE --as detector --models "
                        + models);
        assertThat(refusal(() -> folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)))
                .contains("--as pose");
        assertThat(refusal(() -> folder.show(Slot.POSE))).contains("--as pose");
    }

    @Test
    void aMissingFileToImportIsNamed() {
        Path missing = temp.resolve("nothing.onnx");

        assertThat(refusal(() -> folder.importModel(missing, Slot.POSE, Optional.empty())))
                .isEqualTo(missing + ": no such file");
    }

    @Test
    void aForeignFilePutIntoTheFolderByHandSaysHowToImportIt() throws IOException {
        Files.createDirectories(models);
        Files.write(models.resolve("pose.onnx"), OnnxGraphs.simcc(1, 17, 24, 32));

        assertThat(refusal(() -> folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)))
                .contains("does not describe itself", "./pose models import");
    }

    @Test
    void aReaderSeesTheOldModelOrTheNewOneNeverAHalf() throws Exception {
        Path small = file("small", OnnxGraphs.simcc(1, 17, 24, 32));
        Path large = file("large", OnnxGraphs.simcc(1, 21, 48, 64));
        folder.importModel(small, Slot.POSE, Optional.empty());
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int reads = 0;
            for (; !done.get(); reads++) {
                assertThat(folder.show(Slot.POSE).contract().keypoints().size()).isIn(17, 21);
                reading.countDown();
            }
            return reads;
        });

        assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 20; i++) {
            folder.importModel(i % 2 == 0 ? large : small, Slot.POSE, Optional.empty());
        }
        done.set(true);

        assertThat(reader.get(10, TimeUnit.SECONDS)).isPositive();
        assertThat(names()).containsExactly("pose.onnx");
    }

    @Test
    void anUnknownPresetNamesTheKnownOnes() {
        assertThatThrownBy(() -> Preset.of("yolo"))
                .isInstanceOf(ModelException.class)
                .hasMessage("no such preset: \"yolo\"; there are yolox, rtmdet, rtmpose, efficientpose, tinypose");
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(ModelException.class, call).getMessage();
    }

    private Path file(String name, byte[] bytes) {
        try {
            return Files.write(temp.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(models)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
