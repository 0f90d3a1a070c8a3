package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.net.StudentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder;

    @Test
    void comesBackAsItWas() {
        checkpoint(7).write(folder);

        Checkpoint back = Checkpoint.newest(folder, line -> {}).orElseThrow();

        assertThat(back.state()).isEqualTo(checkpoint(7).state());
        assertThat(back.memory().numbers()).containsExactly(1, Float.MIN_VALUE, -3);
        assertThat(back.memory().squares()).containsExactly(6);
        assertThat(back.memory().average()).containsExactly(7, 8, 9);
        assertThat(back.memory().updates()).isEqualTo(5);
        assertThat(back.memory().averageUpdates()).isEqualTo(4);
    }

    @Test
    void onlyTheLastTwoAreKept() throws IOException {
        for (int step = 0; step < 4; step++) {
            checkpoint(step).write(folder);
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("checkpoint-0000000002.bin", "checkpoint-0000000003.bin");
        }
    }

    @Test
    void whereTheNewestIsBrokenTheOneBeforeCounts() throws IOException {
        checkpoint(1).write(folder);
        checkpoint(2).write(folder);
        Path newest = folder.resolve("checkpoint-0000000002.bin");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        Files.write(folder.resolve("checkpoint-0000000003.bin"), new byte[3]);

        List<String> said = new ArrayList<>();
        assertThat(Checkpoint.newest(folder, said::add).orElseThrow().state().step())
                .isEqualTo(1);
        assertThat(said)
                .containsExactly(
                        folder + "/checkpoint-0000000003.bin is damaged; the checkpoint before it is taken",
                        folder + "/checkpoint-0000000002.bin is damaged; the checkpoint before it is taken");
    }

    @Test
    void aBrokenOneThatIsSetAsideDoesNotTakeAWholeOnesPlace() throws IOException {
        checkpoint(2).write(folder);
        Files.write(folder.resolve("checkpoint-0000000009.bin"), new byte[3]);

        assertThat(Checkpoint.newestSettingAside(folder, line -> {})
                        .orElseThrow()
                        .state()
                        .step())
                .isEqualTo(2);
        checkpoint(4).write(folder);

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "checkpoint-0000000002.bin", "checkpoint-0000000004.bin", "checkpoint-0000000009.bin.damaged");
    }

    @Test
    void whereAllAreBrokenNothingIsBegunAnew() throws IOException {
        Files.write(folder.resolve("checkpoint-0000000002.bin"), new byte[0]);
        Files.write(folder.resolve("checkpoint-0000000003.bin"), new byte[1000]);

        assertThatThrownBy(() -> Checkpoint.newest(folder, line -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("checkpoint-0000000002.bin")
                .hasMessageContaining("checkpoint-0000000003.bin");
    }

    @Test
    void aFolderWithoutOneHasNone() {
        assertThat(Checkpoint.newest(folder, line -> {})).isEmpty();
        assertThat(Checkpoint.newest(folder.resolve("nowhere"), line -> {})).isEmpty();
    }

    private static Checkpoint checkpoint(long step) {
        RunState state = new RunState(
                step,
                100,
                1.5,
                new TreeSet<>(List.of(3L)),
                new StudentForm(StudentSize.S, 2, 64, 96),
                List.of("a", "b"),
                new TreeMap<>(java.util.Map.of("run.steps", "100")),
                new TreeMap<>(java.util.Map.of("people", "12 persons")));
        Memory memory = new Memory(
                new float[] {1, Float.MIN_VALUE, -3}, new float[] {5}, new float[] {6}, 5, new float[] {7, 8, 9}, 4);
        return new Checkpoint(state, memory);
    }
}
