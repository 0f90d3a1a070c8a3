package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.StepOptions.Precision;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.net.StudentForm;
import io.posestream.trainer.net.StudentSize;
import io.posestream.trainer.recipe.KeypointLoss;
import io.posestream.trainer.recipe.LossPlan;
import io.posestream.trainer.recipe.OptimiserPlan;
import io.posestream.trainer.recipe.Reduction;
import io.posestream.trainer.recipe.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real student of 32 x 32 pixels and two keypoints, on batches drawn from the step's number. */
class TrainingLoopTest {
    private static final int KEYPOINTS = 2;
    private static final int SIDE_PX = 32;
    private static final int SAMPLES = 2;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void oneThread() {
        try (Student student = Student.random(form(), 1)) {
            assertThat(student.flat().parameters()).isNotEmpty();
        }
        EngineThreads.use(1);
    }

    @Test
    void aRunThatWasKilledGoesOnAsIfItHadNotBeen() throws IOException {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        train(whole, 8, drawn(), () -> false);
        // A kill keeps what the last checkpoint kept: step 4 of the 6 that were taken.
        int[] steps = new int[1];
        Batches.Source<Batch> source = (step, stage) -> batches(step, number -> {
            if (++steps[0] > 6) {
                throw new Killed();
            }
            return batch(number);
        });
        assertThatThrownBy(() -> train(killed, 8, source, () -> false)).isInstanceOf(Killed.class);

        Checkpoint end = train(killed, 8, drawn(), () -> false);

        assertThat(Files.readAllLines(killed.resolve("losses.csv")))
                .isEqualTo(Files.readAllLines(whole.resolve("losses.csv")));
        assertThat(end.memory().numbers())
                .isEqualTo(Checkpoint.newest(whole, line -> {})
                        .orElseThrow()
                        .memory()
                        .numbers());
        assertThat(end.memory().average())
                .isEqualTo(Checkpoint.newest(whole, line -> {})
                        .orElseThrow()
                        .memory()
                        .average());
    }

    @Test
    void aRequestToStopKeepsTheStep() {
        int[] asked = new int[1];

        Checkpoint end = train(folder, 100, drawn(), () -> ++asked[0] > 7);

        assertThat(end.state().step()).isPositive().isLessThan(100);
        assertThat(Checkpoint.newest(folder, line -> {}).orElseThrow().state().step())
                .isEqualTo(end.state().step());
    }

    @Test
    void aStepThatIsNotFiniteIsLeftOutAndTheRunGoesBack() throws IOException {
        Batches.Source<Batch> source = (step, stage) -> batches(step, number -> number == 5 ? spoilt() : batch(number));

        Checkpoint end = train(folder, 8, source, () -> false);

        assertThat(end.state().step()).isEqualTo(8);
        assertThat(end.state().skipped()).containsExactly(5L);
        assertThat(said).anySatisfy(line -> assertThat(line).contains("step 5", "back to step 4"));
        assertThat(Files.readAllLines(folder.resolve("losses.csv")).stream().map(row -> row.split(",", -1)[0]))
                .as("each step once, the one left out not at all")
                .containsExactly("step", "0", "1", "2", "3", "4", "6", "7");
        for (float number : end.memory().numbers()) {
            assertThat(number).isFinite();
        }
    }

    @Test
    void tooManyOfThemEndTheRun() {
        Batches.Source<Batch> source = (step, stage) -> batches(step, number -> spoilt());

        assertThatThrownBy(() -> train(folder, 20, source, () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("lower optimiser.rate");
    }

    @Test
    void collectionsAmidEachStepChangeNoLoss() throws IOException, InterruptedException {
        Path calm = folder.resolve("calm");
        Path collected = folder.resolve("collected");
        train(calm, 3, drawn(), () -> false);

        AtomicBoolean over = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!over.get()) {
                long began = System.nanoTime();
                System.gc();
                // As long again for the steps, which no call into PyTorch gets back from amid a collection.
                LockSupport.parkNanos(System.nanoTime() - began);
            }
        });
        collector.start();
        try {
            train(collected, 3, drawn(), () -> false);
        } finally {
            over.set(true);
            collector.join();
        }

        assertThat(Files.readAllLines(collected.resolve("losses.csv")))
                .isEqualTo(Files.readAllLines(calm.resolve("losses.csv")));
    }

    @Test
    void lossesFall() throws IOException {
        train(folder, 25, (step, stage) -> batches(step, number -> batch(0)), () -> false);

        List<String> rows = Files.readAllLines(folder.resolve("losses.csv"));
        assertThat(total(rows.get(25))).isLessThan(.8 * total(rows.get(1)));
    }

    private static double total(String row) {
        return Double.parseDouble(row.split(",", -1)[2]);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private interface Drawing {
        Batch of(long step);
    }

    private static Batches.Source<Batch> drawn() {
        return (step, stage) -> batches(step, TrainingLoopTest::batch);
    }

    private static Batches<Batch> batches(long first, Drawing drawing) {
        return new Batches<>() {
            private long step = first;

            @Override
            public Batch next() {
                return drawing.of(step++);
            }

            @Override
            public void close() {}
        };
    }

    private static Batch batch(long step) {
        Random random = new Random(step);
        byte[] pixels = new byte[SAMPLES * SIDE_PX * SIDE_PX * 3];
        random.nextBytes(pixels);
        float[] places = new float[SAMPLES * KEYPOINTS * 2];
        for (int i = 0; i < places.length; i++) {
            places[i] = random.nextFloat() * SIDE_PX;
        }
        float[] weights = new float[SAMPLES * KEYPOINTS];
        Arrays.fill(weights, 1);
        weights[0] = 0;
        return new Batch(SAMPLES, pixels, places, weights, List.of(List.of(answer(random), answer(random))));
    }

    private static Answer answer(Random random) {
        int bins = 2 * SIDE_PX;
        float[] x = new float[KEYPOINTS * bins];
        float[] y = new float[KEYPOINTS * bins];
        for (int k = 0; k < KEYPOINTS; k++) {
            x[k * bins + random.nextInt(bins)] = 1;
            y[k * bins + random.nextInt(bins)] = 1;
        }
        return new Answer(x, y, new float[] {1, .5f});
    }

    private static Batch spoilt() {
        Batch good = batch(0);
        float[] places = good.places().clone();
        Arrays.fill(places, Float.NaN);
        return new Batch(SAMPLES, good.pixels(), places, good.weights(), good.answers());
    }

    private static StudentForm form() {
        return new StudentForm(StudentSize.T, KEYPOINTS, SIDE_PX, SIDE_PX);
    }

    /** To step {@code steps}, a checkpoint every four; goes on where the folder holds one. */
    private Checkpoint train(Path to, long steps, Batches.Source<Batch> source, BooleanSupplier stop) {
        RunPlan plan = new RunPlan(
                SAMPLES,
                new RunPlan.Length(Optional.of(steps), Optional.empty(), Optional.empty()),
                1,
                0,
                0,
                1,
                Precision.FLOAT32,
                4);
        OptimiserPlan optimiser = new OptimiserPlan(1e-3, .9, .999, .05, 2, .1, .5, .05, 5, true);
        LossPlan loss = new LossPlan(Optional.empty(), Optional.empty(), KeypointLoss.KL, 1, Reduction.SUM, 1, .1);
        Schedule schedule = Schedule.of(plan, optimiser, loss, 100);
        StudentLoss losses =
                new StudentLoss(loss.keypoints(), loss.lambda(), loss.reduction(), new LossWeights(.3, List.of(.7)));
        AdamW.Settings settings = new AdamW.Settings(.9, .999, 1e-8, .05, 5);
        try (Run run = Run.take(to);
                Trainee<Batch> trainee =
                        new Trainee<>(new StudentLearner(Student.random(form(), 3), losses), settings, true)) {
            RunState beginning = new RunState(
                    0, steps, 0, new TreeSet<>(), form(), List.of("a", "b"), new TreeMap<>(), new TreeMap<>());
            Checkpoint from =
                    Checkpoint.newest(to, line -> {}).orElseGet(() -> new Checkpoint(beginning, trainee.memory()));
            trainee.recall(from.memory());
            return new TrainingLoop<>(
                            trainee,
                            schedule,
                            from,
                            new TrainingLoop.Wires<>(
                                    run,
                                    source,
                                    List.of("keypoints", "teacher", "auxiliary"),
                                    stop,
                                    said::add,
                                    step -> {},
                                    checkpoint -> {},
                                    1000))
                    .run();
        }
    }
}
