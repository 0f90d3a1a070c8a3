package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ShiftedModel;
import io.posestream.trainer.net.CspForm;
import io.posestream.trainer.net.DetectorForm;
import io.posestream.trainer.net.DetectorNet;
import io.posestream.trainer.net.Student;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportParityTest {
    @TempDir
    Path run;

    @Test
    void anExportedStudentAnswersAsItsCheckpoint() {
        DescribedModel model = student(5);

        ExportParity parity = ExportParity.of(run, model);

        assertThat(parity.same()).as(parity.words()).isTrue();
        assertThat(parity.words())
                .matches("the file answers as the checkpoint at step 7, apart by .*4 rendered persons");
    }

    @Test
    void anotherModelDoesNot() {
        DescribedModel other = student(6);
        DescribedModel model = student(5);

        assertThat(ExportParity.of(run, other).words()).startsWith("the file DOES NOT ANSWER as the checkpoint");
        assertThat(ExportParity.of(run, ShiftedModel.of(model, 1)).same()).isFalse();
    }

    @Test
    void anExportedDetectorFindsAsItsCheckpoint() {
        DescribedModel model = detector(5);

        ExportParity parity = ExportParity.of(run, model);

        assertThat(parity.same()).as(parity.words()).isTrue();
        assertThat(parity.words())
                .matches("the file finds as the checkpoint at step 7, 0 of [1-9][0-9]* boxes apart by more than .*");
        detector(6);
        assertThat(ExportParity.of(run, model).words())
                .startsWith("the file DOES NOT FIND as the checkpoint at step 7");
        assertThat(ExportParity.of(run, student(5)).same()).isTrue();
        assertThat(ExportParity.of(run, model).words())
                .isEqualTo("the file is not of the form or the keypoints of the checkpoint at step 7");
    }

    @Test
    void aFolderWithoutARunIsRefused() {
        DescribedModel model = student(5);

        assertThatThrownBy(() -> ExportParity.of(run.resolve("none"), model))
                .hasMessageContaining("holds no checkpoint");
    }

    private DescribedModel student(int seed) {
        try (Student student = Student.random(Checkpoints.FORM, seed)) {
            Checkpoint checkpoint = Checkpoints.averaged(student);
            checkpoint.write(run);
            return DescribedModel.of(Export.onnx(checkpoint, Map.of()));
        }
    }

    private DescribedModel detector(int seed) {
        DetectorForm form =
                new DetectorForm(new CspForm(List.of(8), List.of(8, 8, 16, 16), List.of(0, 1, 1, 1)), 64, 64);
        try (DetectorNet net = DetectorNet.random(form, seed)) {
            Map<String, float[]> sure = net.flat().byName();
            sure.get("head.score.bias")[0] = seed - 4; // random weights alone see nobody, wherever they come from
            net.flat().take(sure);
            float[] values = net.flat().values().toFloatArray();
            float[] statistics = net.flat().statistics().toFloatArray();
            float[] numbers = new float[values.length + statistics.length];
            System.arraycopy(values, 0, numbers, 0, values.length);
            System.arraycopy(statistics, 0, numbers, values.length, statistics.length);
            RunState state = new RunState(
                    7, 100, 1, new TreeSet<>(), form, List.of(), new TreeMap<>(Map.of("name", "d")), new TreeMap<>());
            Memory memory = new Memory(numbers, new float[values.length], new float[values.length], 7, new float[0], 0);
            Checkpoint checkpoint = new Checkpoint(state, memory);
            checkpoint.write(run);
            return DescribedModel.of(Export.onnx(checkpoint, Map.of()));
        }
    }
}
