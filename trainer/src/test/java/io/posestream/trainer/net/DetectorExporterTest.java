package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.ModelFolder;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.Slot;
import io.posestream.trainer.data.Overlap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is served of a file is what the net finds. */
class DetectorExporterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"320,320", "96,160"})
    void isServedAsItFinds(int width, int height) throws IOException {
        DetectorForm form = new DetectorForm(DetectorForm.NARROW, width, height);
        byte[] rgb = patches(width, height);
        try (DetectorNet net = trained(form)) {
            Path file = Files.write(folder.resolve("d.onnx"), export(net));

            List<Detection> served = served(file, form, rgb);

            List<Detection> found = found(net, rgb);
            assertThat(found).hasSizeBetween(5, DetectorExporter.MOST_BOXES);
            assertThat(served).hasSameSizeAs(found);
            // Of equal scores either may come first.
            for (Detection box : found) {
                assertThat(served).anySatisfy(same -> {
                    assertThat(same.score()).isCloseTo(box.score(), within(1e-3f));
                    assertThat(same.box()).containsExactly(box.box(), within(1e-3f));
                });
            }
        }
    }

    /** Of 24 pixels, each of a colour of its own. */
    private static byte[] patches(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            int column = i / 3 % width / 24;
            int row = i / 3 / width / 24;
            rgb[i] = (byte) new Random(31L * column + 1009L * row + i % 3).nextInt(256);
        }
        return rgb;
    }

    @Test
    void aPictureOfNobodyHasNoBoxes() throws IOException {
        DetectorForm form = new DetectorForm(DetectorForm.NARROW, 64, 64);
        try (DetectorNet net = DetectorNet.random(form, 1)) {
            Path file = Files.write(folder.resolve("d.onnx"), export(net));

            assertThat(served(file, form, new byte[3 * 64 * 64])).isEmpty();
        }
    }

    @Test
    void isImportedAsADetectorThatDescribesItself() throws IOException {
        try (DetectorNet net = DetectorNet.random(new DetectorForm(DetectorForm.NARROW, 64, 96), 1)) {
            Path file = Files.write(folder.resolve("d.onnx"), export(net));

            ModelContract contract = new ModelFolder(folder.resolve("models"))
                    .importModel(file, Slot.DETECTOR, Optional.empty())
                    .contract();

            assertThat(contract.name()).isEqualTo("finder");
            assertThat(contract.codec()).isEqualTo(ModelContract.Codec.RTMDET);
            assertThat(contract.widthPx()).isEqualTo(64);
            assertThat(contract.heightPx()).isEqualTo(96);
            assertThat(contract.channelOrder()).isEqualTo(ModelContract.ChannelOrder.RGB);
            assertThat(contract.mean()).containsExactly(123.675, 116.28, 103.53);
        }
    }

    /** Weights whose every number matters, and scores of which some are high. */
    private static DetectorNet trained(DetectorForm form) {
        DetectorNet net = DetectorNet.random(form, 3);
        Map<String, float[]> weights = net.flat().byName();
        Random random = new Random(4);
        weights.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) value(name, values[i], random);
            }
        });
        net.flat().take(weights);
        return net;
    }

    private static double value(String name, float value, Random random) {
        if (name.endsWith(".running_var")) {
            return .1 + .4 * random.nextDouble();
        }
        if (name.startsWith("head.")) {
            double size = name.startsWith("head.score") ? .2 : .02;
            return name.equals("head.score.bias") ? -.5 : value + size * random.nextGaussian();
        }
        return name.endsWith(".bias") || name.endsWith(".running_mean") ? .1 * random.nextGaussian() : value;
    }

    private static byte[] export(DetectorNet net) {
        return DetectorExporter.export(net.form(), net.flat().byName(), "finder", Map.of("note", "of a test"));
    }

    private static List<Detection> served(Path file, DetectorForm form, byte[] rgb) {
        byte[] bgr = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bgr[i] = rgb[i - i % 3 + 2 - i % 3];
        }
        try (Image image = Image.of(form.widthPx(), form.heightPx(), bgr);
                Detector detector = Detector.open(file, Device.CPU, 1, new Detector.Settings(0, 1000))) {
            return detector.detect(image);
        }
    }

    /** Decoded here: best first, of what overlaps the best alone. */
    private static List<Detection> found(DetectorNet net, byte[] rgb) {
        List<Detection> all = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            Findings findings = net.evaluate(rgb, 1, manager);
            float[] logits = findings.logits().toFloatArray();
            float[] boxes = findings.boxes().toFloatArray();
            for (int cell = 0; cell < logits.length; cell++) {
                float score = (float) (1 / (1 + Math.exp(-logits[cell])));
                all.add(new Detection(score, Arrays.copyOfRange(boxes, 4 * cell, 4 * cell + 4)));
            }
        }
        all.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> kept = new ArrayList<>();
        for (Detection box : all) {
            boolean another = kept.stream()
                    .noneMatch(better -> Overlap.iou(better.box(), box.box()) > DetectorExporter.SAME_PERSON);
            if (another && box.score() > DetectorExporter.LEAST_SCORE && kept.size() < DetectorExporter.MOST_BOXES) {
                kept.add(box);
            }
        }
        return kept;
    }
}
