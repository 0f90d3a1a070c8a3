package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is served of a file is what the student answers. */
class StudentExporterTest {
    private static final int SAMPLES = 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"T,21,192,256", "S,17,96,128", "T,16,64,64"})
    void isServedAsItAnswers(StudentSize size, int keypoints, int width, int height) throws IOException {
        StudentForm form = new StudentForm(size, keypoints, width, height);
        byte[] rgb = RenderedCrops.rgb(form, SAMPLES);
        try (Student student = Trained.student(form)) {
            Path file = Files.write(folder.resolve("student.onnx"), export(form, student.weights(), Map.of()));

            assertServed(file, student, rgb, 1e-4f);
        }
    }

    @Test
    void describesItself() throws IOException {
        StudentForm form = Steps.SMALL;
        try (Student student = Student.random(form, 1)) {
            byte[] onnx = export(form, student.weights(), Map.of("posestream.training", "{\"seed\": 1}"));
            Path file = Files.write(folder.resolve("student.onnx"), onnx);

            try (PoseNetwork network = PoseNetwork.open(file, Optional.empty(), Device.CPU, 1)) {
                ModelContract contract = network.contract();
                assertThat(contract.name()).isEqualTo("student");
                assertThat(contract.keypoints()).isEqualTo(keypoints(5));
                assertThat(contract.mean()).containsExactly(123.675, 116.28, 103.53);
                assertThat(contract.std()).containsExactly(58.395, 57.12, 57.375);
                assertThat(contract.outputs()).containsExactly("simcc_x", "simcc_y");
                assertThat(contract.simccSplitRatio()).isEqualTo(2);
            }
            assertThat(new String(onnx, StandardCharsets.ISO_8859_1))
                    .contains("posestream.training", "{\"seed\": 1}")
                    .doesNotContain("auxiliary");
        }
    }

    @Test
    void refusesNamesThatAreTooFew() {
        try (Student student = Student.random(Steps.SMALL, 1)) {
            assertThatThrownBy(() -> StudentExporter.export(
                            Steps.SMALL, student.weights(), "student", List.of("nose"), Map.of()))
                    .hasMessageContaining("1 names for 5 keypoints");
        }
    }

    static byte[] export(StudentForm form, Map<String, float[]> weights, Map<String, String> metadata) {
        return StudentExporter.export(form, weights, "student", keypoints(form.keypoints()), metadata);
    }

    static List<String> keypoints(int count) {
        return Layouts.UNIFIED_21.keypoints().subList(0, count);
    }

    static void assertServed(Path file, Student student, byte[] rgb, float tolerance) {
        StudentForm form = student.form();
        List<float[]> served = served(file, form, rgb);
        try (NDManager manager = NDManager.newBaseManager()) {
            Answers answers = student.evaluate(Steps.pixels(manager, form, rgb, SAMPLES));
            float[] x = answers.x().toFloatArray();
            float[] y = answers.y().toFloatArray();
            int at = 0;
            for (int i = 0; i < SAMPLES * form.keypoints(); i++) {
                assertThat(served.get(at++)).containsExactly(row(x, i, form.binsX()), offset(tolerance));
                assertThat(served.get(at++)).containsExactly(row(y, i, form.binsY()), offset(tolerance));
            }
        }
    }

    private static Offset<Float> offset(float tolerance) {
        return Offset.offset(tolerance);
    }

    private static float[] row(float[] all, int row, int length) {
        return Arrays.copyOfRange(all, row * length, (row + 1) * length);
    }

    /** Rows of x and y in turn, keypoint by keypoint. */
    private static List<float[]> served(Path file, StudentForm form, byte[] rgb) {
        List<Image> crops = new ArrayList<>();
        int length = rgb.length / SAMPLES;
        for (int n = 0; n < SAMPLES; n++) {
            byte[] bgr = new byte[length];
            for (int i = 0; i < length; i++) {
                bgr[i] = rgb[n * length + i - i % 3 + 2 - i % 3];
            }
            crops.add(Image.of(form.widthPx(), form.heightPx(), bgr));
        }
        List<float[]> rows = new ArrayList<>();
        try (PoseNetwork network = PoseNetwork.open(file, Optional.empty(), Device.CPU, 1)) {
            network.run(crops, (n, output) -> {
                for (int k = 0; k < form.keypoints(); k++) {
                    rows.add(output.values(0, k));
                    rows.add(output.values(1, k));
                }
                return n;
            });
        }
        crops.forEach(Image::close);
        return rows;
    }
}
