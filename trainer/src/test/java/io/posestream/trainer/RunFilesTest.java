package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    @TempDir
    private Path folder;

    @Test
    void nothingButTheFileIsLeft() throws IOException {
        RunFiles.write(folder.resolve("model.onnx"), new byte[] {1, 2});

        assertThat(inside()).containsExactly("model.onnx");
    }

    @Test
    void aPlaceThatIsNoFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        refused(folder, folder + " is a folder; name a file to write");
        refused(Path.of(""), "\"\" is no file; name a file to write");
        refused(folder.resolve("none/model.onnx"), folder + "/none: no such folder");
        refused(file.resolve("model.onnx"), file + " is not a folder");
        assertThat(inside()).containsExactly("file");
    }

    @Test
    void aFullDiskIsNamedAndNoPartStays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no " + full);
        Files.createSymbolicLink(folder.resolve("model.onnx.part"), full);

        refused(folder.resolve("model.onnx"), "model.onnx: cannot be written: no space left on the disk");
        assertThat(inside()).isEmpty();
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> RunFiles.write(file, new byte[1]))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(message);
    }

    private List<String> inside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
