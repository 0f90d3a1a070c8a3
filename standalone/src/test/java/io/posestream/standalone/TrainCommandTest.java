package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aVariableThatTheRecipeDoesNotHaveIsRefused() throws IOException {
        Path recipe =
                Files.writeString(folder.resolve("recipe.yaml"), "name: x\ndata: [{images: \"${rendered}/a\"}]\n");
        for (String set : new String[] {"rendred=x", "=x"}) {
            RunPose run = RunPose.pose("train", "--config", recipe.toString(), "--set", set);
            assertThat(run.exitCode()).isNotZero();
            assertThat(run.err())
                    .contains("--set " + set.replace("x", "") + ": ", "has no such variable; it has rendered")
                    .hasLineCount(1);
        }
    }
}
