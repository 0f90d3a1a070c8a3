package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void importsAndShowsWhatItRecognised() {
        Path models = TinyModels.importedInto(folder);
        RunPose show = RunPose.pose("models", "show", "--models", models.toString());
        assertThat(show.exitCode()).isZero();
        assertThat(show.outLines())
                .contains("detector " + models + "/detector.onnx (rtmdet)", "pose " + models + "/pose.onnx (rtmpose)")
                .anyMatch(line -> line.matches("  sha256 = [0-9a-f]{64}"));
        assertThat(show.err()).isEmpty();
    }

    @Test
    void importsWhatItHasImportedBefore() throws IOException {
        Path models = TinyModels.importedInto(folder);
        byte[] before = Files.readAllBytes(models.resolve("pose.onnx"));
        RunPose again = importAs("pose", models.resolve("pose.onnx"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(models.resolve("pose.onnx")).hasBinaryContent(before);
    }

    @Test
    void refusesAFileThatWasCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(TinyModels.pose(folder));
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length - 1000));
        refuses(importAs("pose", cut), cut + ": not an ONNX file, or a broken one");
    }

    @Test
    void refusesAText() throws IOException {
        Path text = Files.write(folder.resolve("text.onnx"), "no network at all\n".getBytes(StandardCharsets.UTF_8));
        refuses(importAs("detector", text), text + ": not an ONNX file");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        refuses(importAs("detector", empty), empty + ": not an ONNX file");
    }

    @Test
    void refusesAPoseNetworkAsDetector() {
        Path pose = TinyModels.pose(folder);
        refuses(
                importAs("detector", pose),
                pose + ": this is a pose model (rtmpose), not a detector model; import it with --as pose");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path none = folder.resolve("none.onnx");
        refuses(importAs("pose", none), none + ": no such file");
        refuses(importAs("pose", folder), folder + ": is a folder; name an ONNX file");
    }

    @Test
    void saysThatAFolderHoldsNoModels() {
        Path models = folder.resolve("models");
        RunPose show = RunPose.pose("models", "show", "--models", models.toString());
        refuses(show, models + "/detector.onnx: no such file; import a model: ./pose models import FILE");
    }

    @Test
    void makesAKeyAndSaysWhatItIsFor() throws IOException {
        Path keys = folder.resolve("keys");
        RunPose made = RunPose.pose("models", "keygen", "--out", keys.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.outLines().get(0)).matches("key [0-9a-f]{16}");
        assertThat(made.out()).contains(keys + "/posestream.key signs releases", keys + "/posestream.pub tells them");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("posestream.key"))))
                .isEqualTo("rw-------");

        refuses(RunPose.pose("models", "keygen", "--out", keys.toString()), "exists, and a key is never overwritten");
        assertThat(RunPose.pose(
                                "models",
                                "keygen",
                                "--json",
                                "--out",
                                folder.resolve("more").toString())
                        .out())
                .startsWith("{\"keyId\":\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models",
                "models import",
                "models import x.onnx --models m",
                "models import x.onnx --as pose",
                "models import x.onnx --as segmenter --models m",
                "models show",
                "models show pose/0",
                "models show pose/1 --models m",
                "models show --models m --json",
                "models keygen",
                "models publish x.onnx",
                "models publish x.onnx --key k",
                "models publish x.onnx --key k --skip-gate --version -1",
                "models list --frobnicate",
                "models prune --frobnicate",
                "models promote",
                "models promote pose",
                "models promote pose/0",
                "models rollback hat",
                "models rollback pose --to detector/1",
                "models rollback pose --to latest",
                "models rollback pose --to folder --candidate",
                "models shadow pose/1 --enough 0",
                "models shadow pose/1 --then celebrate",
                "models canary pose/1 --share 0",
                "models canary pose/1 --share 1.5",
                "models status --frobnicate"
            })
    void saysInOneLineWhatIsWrongWithACall(String command) {
        RunPose run = RunPose.pose(command.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().matches("pose [a-z ]+: .+; see \\./pose [a-z ]+ --help");
    }

    private RunPose importAs(String slot, Path file) {
        return RunPose.pose(
                "models",
                "import",
                file.toString(),
                "--as",
                slot,
                "--models",
                folder.resolve("models").toString());
    }

    private static void refuses(RunPose run, String message) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains(message);
    }
}
