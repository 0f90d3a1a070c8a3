package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Device;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.Layouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three steps from rendered pictures and two teachers to a file that is served. */
class TrainTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private TinyWorld world;
    private Path run;

    @BeforeEach
    void render() throws IOException, InterruptedException {
        world = TinyWorld.in(folder);
        run = folder.resolve("run");
    }

    @Test
    void endsWithLossesCurvesScoresAndAServedModel() throws IOException {
        String validation = "validation: {sets: [\"" + world.benchmark() + "\"]}";

        Train.Result result = new Train(world.recipe(validation), run, said::add).run(() -> false);

        assertThat(result.finished()).isTrue();
        assertThat(result.step()).isEqualTo(3);
        assertThat(result.losses()).containsKeys("keypoints", "coco", "mpii");
        assertThat(Files.readAllLines(run.resolve("losses.csv")))
                .hasSize(4)
                .first()
                .isEqualTo("step,rate,total,keypoints,coco,mpii,auxiliary,gradient_norm");
        assertThat(run.resolve("curves.png")).isNotEmptyFile();
        assertThat(run.resolve("metrics.prom"))
                .content()
                .contains(
                        "posestream_training_step 3\n",
                        "posestream_training_refused_samples 0\n",
                        "posestream_training_teacher_answers_total{teacher=\"coco\",from=\"network\"} 8\n",
                        "posestream_training_teacher_answers_unkept_total{teacher=\"mpii\"} 0\n");
        assertThat(said).anySatisfy(line -> assertThat(line).contains("step 3 (100.0%)", "answers 16 asked, "));
        assertThat(result.figures()).containsKey("pck:people/annotations.json PCK");
        assertThat(Scores.of(run.resolve(Run.SCORES), 3)).isEqualTo(result.figures());
        assertThat(names("# HELP posestream_training_(\\w+) ", run.resolve("metrics.prom"), ""))
                .isEqualTo(names("\\| `(\\w+)` \\| [^|]*\\|", Path.of("README.md"), "## Metrics"));
        Path exported = folder.resolve("exported.onnx");
        assertThat(Export.write(run, exported, line -> {}))
                .containsEntry("steps", 3L)
                .containsEntry("figures", result.figures());
        assertThat(exported).hasSameBinaryContentAs(run.resolve("pose.onnx"));
        try (PoseNetwork network = PoseNetwork.open(exported, Optional.empty(), Device.CPU, 1)) {
            assertThat(network.contract().keypoints()).isEqualTo(Layouts.UNIFIED_21.keypoints());
        }
    }

    @Test
    void aFileThatIsNotThereIsToldBeforeAnythingIsRenderedOrWritten() throws IOException {
        String rendered = "rendered: [{folder: \"" + folder.resolve("street") + "\", images: 1000000}]";
        Path labels = folder.resolve("nowhere.json");
        String validation = "validation: {sets: [\"pck:" + world.images() + "," + labels + "\"]}";

        assertThatThrownBy(() -> new Train(world.recipe(rendered, validation), run, said::add).run(() -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessage(labels + ": no such file");

        Files.delete(folder.resolve("mpii.onnx"));
        assertThatThrownBy(() -> new Train(world.recipe(rendered), run, said::add).run(() -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessage(folder.resolve("mpii.onnx") + ": no such file");
        assertThat(run).doesNotExist();
        assertThat(folder.resolve("street")).doesNotExist();
    }

    /** The first group of whatever matches in the section; in all of the file if that is empty. */
    private static Set<String> names(String pattern, Path file, String section) throws IOException {
        String text = Files.readString(file);
        String part = text.substring(text.indexOf(section)).split("\n## ", 2)[0];
        return Pattern.compile(pattern)
                .matcher(part)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void goesOnWhereItStopped() throws IOException {
        int[] asked = new int[1];
        Train.Result stopped = new Train(world.recipe(), run, said::add).run(() -> ++asked[0] > 2);
        assertThat(stopped.finished()).isFalse();
        assertThat(stopped.figures()).isEmpty();
        try (PoseNetwork network = PoseNetwork.open(run.resolve("pose.onnx"), Optional.empty(), Device.CPU, 1)) {
            assertThat(network.contract().name()).isEqualTo("tiny at step " + stopped.step());
        }

        Train.Result result = new Train(world.recipe(), run, said::add).run(() -> false);

        assertThat(said).contains("going on from step " + stopped.step() + " in " + run);
        assertThat(result.finished()).isTrue();
        assertThat(Files.readAllLines(run.resolve("losses.csv")))
                .hasSize(4)
                .last()
                .asString()
                .startsWith("2,");
    }

    @Test
    void eachScoreStandsOnceHoweverOftenARunIsStarted() throws IOException {
        String validation = "validation: {every: 2, sets: [\"" + world.benchmark() + "\"]}";
        new Train(world.recipe(validation), run, said::add).run(() -> false);
        List<String> scores = Files.readAllLines(run.resolve(Run.SCORES));
        assertThat(scores.get(1)).startsWith("2,");
        assertThat(scores).last().asString().startsWith("3,");

        new Train(world.recipe(validation), run, said::add).run(() -> false);
        assertThat(Files.readAllLines(run.resolve(Run.SCORES))).isEqualTo(scores);

        // As a kill leaves it that comes behind the checkpoint of step 2, before its figures.
        Files.delete(run.resolve("checkpoint-0000000003.bin"));
        Files.delete(run.resolve(Run.SCORES));
        new Train(world.recipe(validation), run, said::add).run(() -> false);
        assertThat(Files.readAllLines(run.resolve(Run.SCORES))).isEqualTo(scores);
    }

    @Test
    void anotherRecipeInTheSameFolderIsRefused() throws IOException {
        new Train(world.recipe(), run, said::add).run(() -> true);

        Train other = new Train(world.recipe("loss: {lambda: 0.5}"), run, said::add);

        assertThatThrownBy(() -> other.run(() -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("loss.lambda was not there and is 0.5 now");
    }

    @Test
    void aFolderThatIsInUseIsRefused() throws IOException {
        Train train = new Train(world.recipe(), run, said::add);
        try (Run taken = Run.take(run)) {
            assertThat(taken.folder()).isEqualTo(run);
            assertThatThrownBy(() -> train.run(() -> false))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("is in use by another run");
        }
    }

    @Test
    void whatIsNoRunIsNotWrittenOver() throws IOException {
        Path served = Files.writeString(Files.createDirectories(run).resolve("pose.onnx"), "served");
        Files.createFile(run.resolve(".lock"));
        Train train = new Train(world.recipe(), run, said::add);

        assertThatThrownBy(() -> train.run(() -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessage("folder " + run + " is not empty and holds no run to go on with; "
                        + "name a new or an empty one with --out");
        assertThat(served).hasContent("served");
        Train nowhere = new Train(world.recipe(), Path.of(""), said::add);
        assertThatThrownBy(() -> nowhere.run(() -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void aRunIsKnownBeforeItsFirstCheckpoint() throws IOException {
        Run.take(run).close();
        Files.createDirectories(run.resolve("answers"));
        try (Run again = Run.take(run)) {
            assertThat(again.folder()).isEqualTo(run);
        }
    }
}
