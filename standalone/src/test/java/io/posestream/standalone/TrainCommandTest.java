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

    @Test
    void whatWouldKeepAModelFromBeingPublishedIsToldBeforeTheRun() throws IOException {
        Path recipe = Files.writeString(
                folder.resolve("recipe.yaml"),
                "name: x\ndata: [{name: a, annotations: a.json, images: a}]\nrun: {steps: 1}\n");
        RunPose keyless = RunPose.pose("train", "--config", recipe.toString(), "--publish");
        assertThat(keyless.exitCode()).isEqualTo(2);
        assertThat(keyless.errLines()).singleElement().asString().contains("--publish needs a --key that signs");

        Path keys = folder.resolve("keys");
        RunPose.pose("models", "keygen", "--out", keys.toString());
        String key = keys.resolve("posestream.key").toString();
        RunPose unmeasured = RunPose.pose("train", "--config", recipe.toString(), "--publish", "--key", key);
        assertThat(unmeasured.exitCode()).isEqualTo(2);
        assertThat(unmeasured.errLines())
                .singleElement()
                .asString()
                .contains("the recipe has no validation.sets; name pictures to judge it on with --gate");
        assertThat(folder.resolve("runs")).doesNotExist();
    }
}
