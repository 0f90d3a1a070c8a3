package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Device;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.trainer.net.Student;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    private Path folder;

    @Test
    void theNewestCheckpointIsWrittenWithItsCard() throws IOException {
        Path file = folder.resolve("out.onnx");
        try (Student student = Student.random(Checkpoints.FORM, 5)) {
            Checkpoints.averaged(student).write(folder);
        }
        Scores.put(folder.resolve(Run.SCORES), 5, Map.of("pck:a PCK", 1.5));
        Scores.put(folder.resolve(Run.SCORES), 7, Map.of("pck:a PCK", 2.5));

        Map<String, Object> card = Export.write(folder, file, line -> {});

        assertThat(card)
                .containsEntry("steps", 7L)
                .containsEntry("seconds_trained", 62L)
                .containsEntry("averaged", true)
                .containsEntry("figures", Map.of("pck:a PCK", 2.5))
                .containsEntry("data", Map.of("people", "12 persons"))
                .containsEntry("recipe", Map.of("name", "tiny", "run.steps", "100"));
        assertThat((String) card.get("recipe_sha256")).matches("[0-9a-f]{64}");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains(Export.CARD, "\"steps\":7,\"seconds_trained\":62,\"averaged\":true");
        try (PoseNetwork network = PoseNetwork.open(file, Optional.empty(), Device.CPU, 1)) {
            assertThat(network.contract().keypoints()).isEqualTo(Checkpoints.KEYPOINTS);
            assertThat(network.contract().name()).isEqualTo("tiny at step 7");
        }
    }

    @Test
    void theAverageIsWrittenWhereThereIsOne() throws IOException {
        try (Student student = Student.random(Checkpoints.FORM, 5)) {
            Checkpoint averaged = Checkpoints.averaged(student);
            Memory memory = averaged.memory();
            Checkpoint plain = new Checkpoint(
                    averaged.state(),
                    new Memory(memory.average(), memory.means(), memory.squares(), 7, new float[0], 0));

            assertThat(Export.onnx(averaged, Map.of())).isEqualTo(Export.onnx(plain, Map.of()));
        }
    }

    @Test
    void aFolderWithoutARunIsRefused() {
        assertThatThrownBy(() -> Export.write(folder, folder.resolve("out.onnx"), line -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessage(folder + " holds no checkpoint; name the folder of a training run");
    }
}
