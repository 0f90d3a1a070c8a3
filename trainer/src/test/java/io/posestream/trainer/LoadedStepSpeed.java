package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.StepOptions;
import io.posestream.trainer.net.StepOptions.Precision;
import io.posestream.trainer.net.StepOptions.Resolution;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A step that is fed by loader threads, with augmentation and teachers' kept answers, against the same step on a constant
 * batch, in turns: while crops are cut from files for the first time, and when all of them came before. For that the recipe
 * has few persons: no more than {@code asked} batches with all their views, as a copy of {@code photos.yaml} whose data set
 * has {@code sources: [oipersoncar, detectron]}. Not among the tests of a build: {@code mvn -pl trainer -am test
 * -Dtest=LoadedStepSpeed -Drecipe=FILE -Dassets=DIR -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class LoadedStepSpeed {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int WARM_UP = 3;
    private static final int STEPS = WARM_UP + Integer.getInteger("steps", 20);
    /** All views of all persons, so that everything behind came before. */
    private static final int ASKED = Math.max(STEPS, Integer.getInteger("asked", 40));

    @TempDir
    private Path answers;

    private Recipe recipe;

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void measure(Resolution resolution) {
        recipe = Recipe.read(
                Path.of(System.getProperty("recipe")),
                Map.of("assets", System.getProperty("assets")),
                OptionalLong.empty());
        Stage stage = new Stage(resolution == Resolution.HALF, false);
        try (Materials materials = new Materials(recipe, answers, LoadedStepSpeed::say);
                Trainee<Batch> trainee = trainee(materials)) {
            EngineThreads.use(recipe.threads().engine());
            Batch constant = ask(materials, stage);
            List<Double> first = new ArrayList<>();
            List<Double> again = new ArrayList<>();
            List<Double> bare = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                try (Batches<Batch> batches = materials.from(0, stage)) {
                    first.add(imagesASecond(trainee, stage, batches::next));
                    for (int step = STEPS; step < ASKED; step++) {
                        batches.next();
                    }
                    again.add(imagesASecond(trainee, stage, batches::next));
                }
                bare.add(imagesASecond(trainee, stage, () -> constant));
            }
            System.out.printf(
                    "%s: images/s from files %.1f, from crops that were cut before %.1f, constant batch %.1f, "
                            + "ratios %.3f and %.3f%n",
                    resolution,
                    median(first),
                    median(again),
                    median(bare),
                    median(first) / median(bare),
                    median(again) / median(bare));
            assertThat(median(again)).isPositive();
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private Trainee<Batch> trainee(Materials materials) {
        Learner<Batch> learner = new PoseCourse(recipe, materials, LoadedStepSpeed::say).learner(true);
        return new Trainee<>(learner, new AdamW.Settings(.9, .999, 1e-8, 0, 5), false);
    }

    /** So that teachers' answers to all that is shown are kept. */
    private static Batch ask(Materials materials, Stage stage) {
        try (Batches<Batch> batches = materials.from(0, stage)) {
            Batch batch = batches.next();
            for (int step = 1; step < ASKED; step++) {
                batch = batches.next();
            }
            return batch;
        }
    }

    private double imagesASecond(Trainee<Batch> trainee, Stage stage, Supplier<Batch> batches) {
        StepOptions options =
                new StepOptions(Precision.FLOAT32, stage.halfResolution() ? Resolution.HALF : Resolution.FULL);
        long from = 0;
        for (int step = 0; step < STEPS; step++) {
            if (step == WARM_UP) {
                from = System.nanoTime();
            }
            trainee.step(batches.get(), options, 1e-4, 1);
        }
        return (STEPS - WARM_UP) * recipe.run().batch() * 1e9 / (System.nanoTime() - from);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
