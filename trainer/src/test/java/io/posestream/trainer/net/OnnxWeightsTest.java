package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxWeightsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = StudentSize.class,
            names = {"T", "S"})
    void aStudentAnswersAsTheFileThatItStartsFrom(StudentSize size) throws IOException {
        StudentForm form = new StudentForm(size, 5, 64, 64);
        try (Student source = Trained.student(form);
                Student student = Student.random(form, 9)) {
            byte[] onnx = StudentExporterTest.export(form, source.weights(), Map.of());

            assertThat(student.take(OnnxWeights.read(onnx).weights()))
                    .containsExactly("auxiliary.stage3.weight", "auxiliary.stage3.bias");

            Path file = Files.write(folder.resolve("student.onnx"), onnx);
            StudentExporterTest.assertServed(file, student, Steps.pictures(form, 3, 1, 6), 1e-4f);
        }
    }

    @Test
    void keypointsAreFoundByName() {
        List<String> from = List.of("nose", "left_eye", "right_eye", "left_ear", "right_ear");
        List<String> to = List.of("right_ear", "pelvis", "nose");
        try (Student source = Trained.student(Steps.SMALL);
                Student student = Student.random(new StudentForm(StudentSize.T, 3, 64, 64), 9)) {
            OnnxWeights read = OnnxWeights.read(StudentExporterTest.export(Steps.SMALL, source.weights(), Map.of()));
            float[] pelvis = row(student.weights(), 1, 3);

            assertThat(student.take(
                            read.forKeypoints(from, to, student.weights()).weights()))
                    .containsExactly("auxiliary.stage3.weight", "auxiliary.stage3.bias");

            assertThat(row(student.weights(), 0, 3)).isEqualTo(row(source.weights(), 4, 5));
            assertThat(row(student.weights(), 1, 3)).isEqualTo(pelvis);
            assertThat(row(student.weights(), 2, 3)).isEqualTo(row(source.weights(), 0, 5));
        }
    }

    @Test
    void saysThatTheFileHasOtherKeypoints() {
        try (Student source = Student.random(Steps.SMALL, 1)) {
            OnnxWeights read = OnnxWeights.read(StudentExporterTest.export(Steps.SMALL, source.weights(), Map.of()));

            assertThatThrownBy(() -> read.forKeypoints(List.of("nose"), List.of("nose"), source.weights()))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("the file has 5 keypoints, not the 1 that were named");
        }
    }

    @Test
    void saysThatAFileIsNoRtmpose() {
        assertThatThrownBy(() -> OnnxWeights.read(new byte[] {1, 2, 3}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("not an ONNX file");
    }

    private static float[] row(Map<String, float[]> weights, int row, int rows) {
        float[] all = weights.get("head.final_layer.weight");
        int length = all.length / rows;
        return Arrays.copyOfRange(all, row * length, (row + 1) * length);
    }
}
