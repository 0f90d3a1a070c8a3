package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.recipe.Recipe;
import io.posestream.trainer.synthetic.Look;
import io.posestream.trainer.synthetic.Synthesis;
import io.posestream.trainer.synthetic.SyntheticPeople;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector of 96 x 96 pixels learns two rendered pictures, by the loop that students learn by. */
class DetectorTrainingTest {
    private static final String RECIPE = """
            name: tiny
            task: detector
            detector: {width: 96, height: 96}
            data:
              - {name: people, annotations: "${world}/people/annotations.json", images: "${world}/people/images"}
            augmentation: {first: {like: none}, second: {like: none}}
            optimiser: {rate: 3.0e-3, warm-up-steps: 5, clip-norm: 10}
            run: {batch: 2, steps: %d, checkpoint-every: 2}
            machine: {loaders: 1, engine: 1}
            """;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void render() throws IOException, InterruptedException {
        SyntheticPeople.Options people = new SyntheticPeople.Options(3, Look.STREET, 192, 160, 1, 1);
        Synthesis.write(new Synthesis.Order(folder.resolve("people"), 2, people, Layouts.COCO_17));
    }

    @Test
    void learnsToFindTheTwoAndIsJudgedAndServed() throws IOException {
        Path run = folder.resolve("run");
        String people = folder.resolve("people/images") + "," + folder.resolve("people/annotations.json");
        Recipe recipe = recipe(60, "validation: {sets: [\"boxes:" + people + "\"]}");

        Train.Result result = new Train(recipe, run, said::add).run(() -> false);

        assertThat(result.finished()).isTrue();
        List<String> rows = Files.readAllLines(run.resolve("losses.csv"));
        assertThat(rows.get(0)).isEqualTo("step,rate,total,scores,boxes,gradient_norm");
        assertThat(total(rows.get(60))).isLessThan(.5 * total(rows.get(1)));
        assertThat(run.resolve("curves.png")).isNotEmptyFile();
        assertThat(run.resolve("metrics.prom")).content().contains("posestream_training_loss{part=\"boxes\"} ");
        assertThat(result.figures())
                .containsEntry("boxes:people/annotations.json recall", 1.0)
                .containsEntry("boxes:people/annotations.json false boxes a picture", 0.0);
        Path exported = folder.resolve("exported.onnx");
        assertThat(Export.write(run, exported, line -> {})).containsEntry("steps", 60L);
        assertThat(exported).hasSameBinaryContentAs(run.resolve("detector.onnx"));
        try (Detector detector = Detector.open(exported, Device.CPU, 1, new Detector.Settings(.3, 9))) {
            assertThat(detector.release().name()).isEqualTo("tiny at step 60");
        }
    }

    @Test
    void aRunThatWasStoppedGoesOnAsIfItHadNotBeen() throws IOException {
        Path whole = folder.resolve("whole");
        Path stopped = folder.resolve("stopped");
        new Train(recipe(4, ""), whole, said::add).run(() -> false);
        int[] asked = new int[1];
        Train.Result half = new Train(recipe(4, ""), stopped, said::add).run(() -> ++asked[0] > 3);
        assertThat(half.finished()).isFalse();

        new Train(recipe(4, ""), stopped, said::add).run(() -> false);

        assertThat(said).anySatisfy(line -> assertThat(line).startsWith("going on from step "));
        assertThat(Files.readAllLines(stopped.resolve("losses.csv")))
                .isEqualTo(Files.readAllLines(whole.resolve("losses.csv")));
        assertThat(Checkpoint.newest(stopped, line -> {}).orElseThrow().memory().numbers())
                .isEqualTo(Checkpoint.newest(whole, line -> {})
                        .orElseThrow()
                        .memory()
                        .numbers());
    }

    @Test
    void aSetThatJudgesPosesIsRefusedBeforeAnythingIsLearnt() throws IOException {
        Recipe recipe = recipe(4, "validation: {sets: [\"pck:a,b.json\"]}");

        assertThatThrownBy(() -> new Train(recipe, folder.resolve("run"), said::add))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "validation.sets has pck:b.json, which judges a pose model; this recipe trains a detector model");
    }

    private static double total(String row) {
        return Double.parseDouble(row.split(",", -1)[2]);
    }

    /** @param more a section */
    private Recipe recipe(int steps, String more) throws IOException {
        Path file = Files.writeString(folder.resolve("tiny.yaml"), RECIPE.formatted(steps) + more);
        return Recipe.read(file, Map.of("world", folder.toString()), OptionalLong.empty());
    }
}
