package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingWeightsTest {
    private static final String BODY = "backbone.stem.0.conv.weight";
    private static final String CHANNELS = "head.final_layer.weight";

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
        student.values().set(new float[Math.toIntExact(student.values().size())]);
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

        assertThat(student.values().toFloatArray()).isEqualTo(source.values().toFloatArray());
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
    }

    @Test
    void anOnnxFileGivesAllThatIsServed() throws IOException {
        Path file = Files.write(folder.resolve("pose.onnx"), Export.onnx(Checkpoints.averaged(source), Map.of()));

        give(student, Checkpoints.KEYPOINTS, new Start(Optional.empty(), Optional.of(file)));

        assertThat(row(student, 1)).containsExactly(row(source, 1), Offset.offset(1e-6f));
        assertThat(said)
                .containsExactly("weights from " + file + "; none for auxiliary.stage3.weight, auxiliary.stage3.bias");
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
        StartingWeights.give(to, keypoints, start, said::add);
    }

    /** Of a keypoint's channel. */
    private static float[] row(Student of, int keypoint) {
        float[] all = of.weights().get(CHANNELS);
        int length = all.length / 3;
        return Arrays.copyOfRange(all, keypoint * length, (keypoint + 1) * length);
    }
}
