package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.Pass;
import io.posestream.trainer.net.StepOptions;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.recipe.StudentPlan.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingWeightsTest {
    private static final String BODY = "backbone.stem.0.conv.weight";
    private static final String CHANNELS = "head.final_layer.weight";
    private static final String MAPS = "auxiliary.stage3.weight";
    private static final int PICTURES = 16;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private static Student source;
    private static Student student;

    @BeforeAll
    static void makeStudents() {
        source = Student.random(Checkpoints.FORM, 5);
        student = Student.random(Checkpoints.FORM, 9);
    }

    @AfterAll
    static void closeStudents() {
        source.close();
        student.close();
    }

    /** As a new one, so that whatever is there afterwards was given. */
    @BeforeEach
    void blank() {
        student.flat()
                .values()
                .set(new float[Math.toIntExact(student.flat().values().size())]);
    }

    @Test
    void withoutAStartTheyStayAsTheyAre() {
        float[] before = student.weights().get(BODY);

        give(student, Checkpoints.KEYPOINTS, new Start(Optional.empty(), Optional.empty()));

        assertThat(student.weights().get(BODY)).isEqualTo(before);
        assertThat(said).isEmpty();
    }

    @Test
    void aCheckpointGivesItsAverage() {
        Checkpoints.averaged(source).write(folder);

        give(student, Checkpoints.KEYPOINTS, fromCheckpoint());

        assertThat(student.flat().values().toFloatArray())
                .isEqualTo(source.flat().values().toFloatArray());
        assertThat(said).containsExactly("weights from " + folder);
    }

    @Test
    void keypointsAreFoundByName() {
        Checkpoints.averaged(source).write(folder);
        float[] pelvis = row(student, 0);

        give(student, List.of("pelvis", "right_eye", "nose"), fromCheckpoint());

        assertThat(row(student, 0)).isEqualTo(pelvis);
        assertThat(row(student, 1)).isEqualTo(row(source, 2));
        assertThat(row(student, 2)).isEqualTo(row(source, 0));
        assertThat(row(student, MAPS, 1)).isEqualTo(row(source, MAPS, 2));
        assertThat(row(student, MAPS, 2)).isEqualTo(row(source, MAPS, 0));
    }

    @Test
    void anOnnxFileGivesAllThatIsServed() throws IOException {
        Path file = Files.write(folder.resolve("pose.onnx"), Export.onnx(Checkpoints.averaged(source), Map.of()));

        give(student, Checkpoints.KEYPOINTS, new Start(Optional.empty(), Optional.of(file)));

        assertThat(row(student, 1)).containsExactly(row(source, 1), Offset.offset(1e-6f));
        assertThat(said)
                .containsExactly("weights from " + file + "; none for auxiliary.stage3.weight, auxiliary.stage3.bias");
    }

    /** Folded weights have none; those of a batch would make another net of them in training. */
    @Test
    void anOnnxFilesNormalisationHasTheStatisticsOfTrainingsPictures() throws IOException {
        Path file = Files.write(folder.resolve("pose.onnx"), Export.onnx(Checkpoints.averaged(source), Map.of()));
        float[] expected = answer(source);
        float largest = 0;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }

        give(student, Checkpoints.KEYPOINTS, new Start(Optional.empty(), Optional.of(file)));

        assertThat(answer(student)).containsExactly(expected, Offset.offset(.01f * largest));
        float[] before = student.flat().statistics().toFloatArray();
        try (Pass pass = student.pass(StepOptions.EXACT)) {
            assertThat(pass.forward(pass.pixels(pictures().pixels(), PICTURES)).maps())
                    .isPresent();
        }
        float[] after = student.flat().statistics().toFloatArray();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i], Offset.offset(.02f * Math.abs(before[i]) + 1e-4f));
        }
    }

    @Test
    void aFolderWithoutACheckpointIsNamed() {
        assertThatThrownBy(() -> give(student, Checkpoints.KEYPOINTS, fromCheckpoint()))
                .isInstanceOf(TrainingException.class)
                .hasMessage("student.checkpoint: " + folder + " holds no checkpoint; name the folder of a run");
    }

    private Start fromCheckpoint() {
        return new Start(Optional.of(folder), Optional.empty());
    }

    private void give(Student to, List<String> keypoints, Start start) {
        StartingWeights.give(to, keypoints, start, StartingWeightsTest::pictures, said::add);
    }

    private static Batch pictures() {
        byte[] rgb = new byte[PICTURES * 32 * 32 * 3];
        new Random(1).nextBytes(rgb);
        return new Batch(PICTURES, rgb, new float[0], new float[0], List.of());
    }

    private static float[] answer(Student of) {
        try (Pass pass = of.pass(StepOptions.EXACT)) {
            return of.evaluate(pass.pixels(pictures().pixels(), PICTURES)).x().toFloatArray();
        }
    }

    /** Of a keypoint's channel. */
    private static float[] row(Student of, int keypoint) {
        return row(of, CHANNELS, keypoint);
    }

    private static float[] row(Student of, String weights, int keypoint) {
        float[] all = of.weights().get(weights);
        int length = all.length / 3;
        return Arrays.copyOfRange(all, keypoint * length, (keypoint + 1) * length);
    }
}
