package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a call is said before a broker is started: the data folder stays empty. */
final class DemoCommandTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path data;

    @Test
    void saysHowToGetModels() {
        RunPose run = RunPose.pose("demo", "--data", data.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().contains("import a detector", "--models DIR");
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "door",
                "door=door.mp4",
                "=file:door.mp4",
                "do or=file:door.mp4",
                "door=file:x?fps=0",
                "door=synth:?size=1x1",
                "door=synth:?seed=1&seed=2"
            })
    void refusesWhatIsNoCamera(String camera) {
        Path models = TinyModels.importedInto(folder);
        RunPose run =
                RunPose.pose("demo", "--data", data.toString(), "--models", models.toString(), "--camera", camera);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).singleElement().asString().startsWith("pose demo: --camera " + camera + "; ");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void refusesTwoCamerasOfOneName() {
        Path models = TinyModels.importedInto(folder);
        RunPose run = RunPose.pose(
                ("demo --data " + data + " --models " + models + " --camera a=synth: --camera a=synth:").split(" "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).singleElement().asString().startsWith("pose demo: --camera a is named twice; ");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void refusesAFolderWithoutModels() {
        Path models = folder.resolve("none");
        RunPose run = RunPose.pose("demo", "--data", data.toString(), "--models", models.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).singleElement().asString().contains(models + "/detector.onnx: no such file");
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--seconds 0",
                "--camera none --camera door=synth:",
                "--seconds soon",
                "--port http",
                "--port 70000",
                "--camera"
            })
    void saysInOneLineWhatIsWrongWithACall(String options) {
        RunPose run = RunPose.pose(("demo --models m --data " + data + " " + options).split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().endsWith("; see ./pose demo --help");
        assertThat(data).isEmptyDirectory();
    }
}
