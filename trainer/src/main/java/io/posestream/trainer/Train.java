package io.posestream.trainer;

import io.posestream.trainer.recipe.OptimiserPlan;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A training run, from a recipe to a folder: new, or gone on with where the folder holds one. */
public final class Train {
    /**
     * What came of it.
     *
     * @param finished whether the run is over, rather than stopped
     * @param step behind it
     * @param losses means of the last stretch, before their weights; the total with them
     * @param figures of that step's validation by set and name; empty if it was not judged
     */
    public record Result(
            Path folder,
            boolean finished,
            long step,
            double secondsTrained,
            Map<String, Double> losses,
            Map<String, Double> figures) {}

    private final Recipe recipe;
    private final Path folder;
    private final Consumer<String> say;
    private final Validation validation;

    /**
     * @param say takes lines of progress
     * @throws TrainingException if the recipe's validation judges something else than what it trains
     */
    public Train(Recipe recipe, Path folder, Consumer<String> say) {
        this.recipe = recipe;
        this.folder = folder;
        this.say = say;
        this.validation = new Validation(recipe.validation(), recipe.task().slot(), say);
    }

    /**
     * Trains to the end, or until it is told to stop; either way all is kept.
     *
     * @param stop asked before each step and each picture that is rendered, on several threads
     * @throws TrainingException if the recipe, its data or its files do not allow it
     */
    public Result run(BooleanSupplier stop) {
        NamedFiles.require(recipe, validation.benchmarks());
        try (Run run = Run.take(folder)) {
            return recipe.rendered().stream().allMatch(plan -> Rendering.make(plan, say, stop))
                    ? run(run, stop)
                    : new Result(folder, false, 0, 0, Map.of(), Map.of());
        }
    }

    private Result run(Run run, BooleanSupplier stop) {
        validation.requirePersons();
        try (Course<?> course = Course.of(recipe, folder, say)) {
            return run(run, course, stop);
        }
    }

    private <B> Result run(Run run, Course<B> course, BooleanSupplier stop) {
        Schedule schedule = Schedule.of(recipe.run(), recipe.optimiser(), recipe.loss(), course.samples());
        Optional<Checkpoint> found = Checkpoint.newestSettingAside(folder, say);
        found.ifPresent(
                checkpoint -> Resumption.require(checkpoint.state(), recipe, course.digests(), course.form(), folder));
        try (Trainee<B> trainee = trainee(course, found.isEmpty())) {
            EngineThreads.use(recipe.threads().engine());
            Checkpoint from = found.orElseGet(() -> beginning(trainee, course, schedule));
            if (found.isPresent()) {
                trainee.recall(from.memory());
                say.accept("going on from step " + from.state().step() + " in " + folder);
            } else {
                from.write(folder);
            }
            return train(run, course, schedule, trainee, from, stop);
        }
    }

    private <B> Trainee<B> trainee(Course<B> course, boolean begins) {
        OptimiserPlan plan = recipe.optimiser();
        AdamW.Settings settings =
                new AdamW.Settings(plan.beta1(), plan.beta2(), 1e-8, plan.weightDecay(), plan.clipNorm());
        return new Trainee<>(course.learner(begins), settings, plan.average());
    }

    private Checkpoint beginning(Trainee<?> trainee, Course<?> course, Schedule schedule) {
        RunState state = new RunState(
                0,
                schedule.totalSteps(),
                0,
                new TreeSet<>(),
                course.form(),
                course.keypoints(),
                recipe.values(),
                course.digests());
        return new Checkpoint(state, trainee.memory());
    }

    private <B> Result train(
            Run run, Course<B> course, Schedule schedule, Trainee<B> trainee, Checkpoint from, BooleanSupplier stop) {
        CurvesPicture curves = new CurvesPicture(run.losses(), run.curves());
        TrainingLoop.Wires<B> wires = new TrainingLoop.Wires<>(
                run,
                course.batches(),
                course.parts(),
                stop,
                say,
                curves::drawIfLonger,
                checkpoint -> judge(run, checkpoint, stop),
                recipe.validation().every());
        judgeWhatIsMissing(run, schedule, from, stop);
        TrainingLoop<B> loop = new TrainingLoop<>(trainee, schedule, from, wires);
        Checkpoint last = loop.run();
        curves.draw();
        boolean finished = schedule.progress(last.state().step(), last.state().secondsTrained()) >= 1;
        Map<String, Double> figures = finished ? judge(run, last, stop) : leave(run, last);
        Map<String, Double> losses = new LinkedHashMap<>();
        loop.lastLosses().forEach(loss -> losses.put(loss.name(), loss.value()));
        return new Result(folder, finished, last.state().step(), last.state().secondsTrained(), losses, figures);
    }

    /** A run that was killed while it was judged has its checkpoint, but not its figures. */
    private void judgeWhatIsMissing(Run run, Schedule schedule, Checkpoint from, BooleanSupplier stop) {
        long step = from.state().step();
        if (validation.isDue(step)
                && schedule.progress(step, from.state().secondsTrained()) < 1
                && !Scores.has(run.scores(), step)
                && !stop.getAsBoolean()) {
            judge(run, from, stop);
        }
    }

    /** Leaves the model in the folder as it was stopped. */
    private Map<String, Double> leave(Run run, Checkpoint checkpoint) {
        Map<String, Double> figures = Scores.of(run.scores(), checkpoint.state().step());
        writeModel(run, checkpoint, figures);
        return figures;
    }

    /** Leaves the model in the folder, its figures on its card. */
    private Map<String, Double> judge(Run run, Checkpoint checkpoint, BooleanSupplier stop) {
        Path model = writeModel(run, checkpoint, Map.of());
        Map<String, Double> figures = validation.judge(model, stop);
        if (!figures.isEmpty()) {
            Scores.put(run.scores(), checkpoint.state().step(), figures);
            say.accept(Scores.line(checkpoint.state().step(), figures));
            writeModel(run, checkpoint, figures);
        }
        return figures;
    }

    private static Path writeModel(Run run, Checkpoint checkpoint, Map<String, Double> figures) {
        Path model = run.model(checkpoint.state().form().slot());
        RunFiles.write(model, Export.onnx(checkpoint, Export.card(checkpoint, figures)));
        return model;
    }
}
