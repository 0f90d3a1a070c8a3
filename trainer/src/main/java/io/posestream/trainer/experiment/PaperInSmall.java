package io.posestream.trainer.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.trainer.OutFolder;
import io.posestream.trainer.Rendering;
import io.posestream.trainer.RunFiles;
import io.posestream.trainer.Train;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.experiment.Contestant.Kind;
import io.posestream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The whole experiment in a folder: worlds, teachers, students, what they score, tables. Each piece is kept when it is
 * done, and a training run at its checkpoints; so the command goes on wherever it was killed.
 */
public final class PaperInSmall {
    /**
     * @param minutes for all of it; how many steps each net gets follows from a trial, once
     * @param steps of each net in place of that
     * @param seeds of each student
     * @param trainImages of each world
     */
    public record Settings(Path out, double minutes, OptionalLong steps, int seeds, int trainImages, int testImages) {}

    private static final int TRIAL_STEPS = 60;
    /** A teacher is a size larger, which takes about twice as long. */
    private static final double TEACHER_COST = 2;
    /** With its teachers' answers to be had. */
    private static final double DISTILLED_COST = 1.15;
    /** Of the time, what remains for steps after rendering and judging. */
    private static final double TRAINING_SHARE = .85;

    private static final double SECONDS_A_MINUTE = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Path out;
    private final Worlds worlds;
    private final Consumer<String> say;

    public PaperInSmall(Settings settings, Consumer<String> say) {
        this.settings = settings;
        this.out = settings.out;
        this.worlds = new Worlds(out.toAbsolutePath().resolve("worlds"), settings.trainImages, settings.testImages);
        this.say = say;
    }

    static Path runOf(Path out, Contestant contestant) {
        return out.resolve("runs").resolve(contestant.id());
    }

    /**
     * @param stop asked before each step and each picture that is rendered, on several threads
     * @return the tables, which are in the folder too; empty if it was stopped before the end
     */
    public Optional<String> run(BooleanSupplier stop) {
        OutFolder.requireOwn(out, PaperInSmall::isOfAnExperiment, "experiment");
        if (!worlds.plans().stream().allMatch(plan -> Rendering.make(plan, say, stop))) {
            return Optional.empty();
        }
        OptionalLong steps = steps(stop);
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Map<Contestant, Judged> results = new LinkedHashMap<>();
        List<Contestant> contestants = contestants();
        for (Contestant contestant : contestants) {
            say.accept("== " + contestant.id() + " (" + (results.size() + 1) + " of " + contestants.size() + ")");
            if (!train(contestant, steps.getAsLong(), stop)) {
                return Optional.empty();
            }
            results.put(contestant, judged(contestant));
        }
        String tables = new PaperTables(results, steps.getAsLong()).text();
        RunFiles.write(out.resolve("tables.txt"), tables.getBytes(StandardCharsets.UTF_8));
        return Optional.of(tables);
    }

    /** The first that is made, and what is decided on behind it. */
    private static boolean isOfAnExperiment(Path file) {
        return file.endsWith("worlds") || file.endsWith("steps.txt");
    }

    private List<Contestant> contestants() {
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(new Contestant(Kind.COCO_TEACHER, 1));
        contestants.add(new Contestant(Kind.MPII_TEACHER, 1));
        for (int seed = 1; seed <= settings.seeds; seed++) {
            for (Kind kind : Kind.values()) {
                if (!kind.teacher()) {
                    contestants.add(new Contestant(kind, seed));
                }
            }
        }
        return contestants;
    }

    /** Decided once; empty if it was stopped before. */
    private OptionalLong steps(BooleanSupplier stop) {
        Path file = out.resolve("steps.txt");
        if (Files.exists(file)) {
            return OptionalLong.of(stepsBegun(file));
        }
        OptionalLong steps = settings.steps.isPresent() ? settings.steps : trial(stop);
        steps.ifPresent(number -> RunFiles.write(file, Long.toString(number).getBytes(StandardCharsets.UTF_8)));
        return steps;
    }

    private long stepsBegun(Path file) {
        long begun;
        try {
            begun = Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            throw new TrainingException(file + ": cannot be read: " + e.getMessage(), e);
        }
        if (settings.steps.isPresent() && settings.steps.getAsLong() != begun) {
            throw new TrainingException(out + " holds an experiment of " + begun + " steps a net, not "
                    + settings.steps.getAsLong() + "; go on with --steps " + begun + ", or name another folder");
        }
        say.accept("going on in " + out + " with the " + begun + " steps a net that were decided on");
        return begun;
    }

    /** Takes place twice, for the first steps of a process take half as long again. */
    private OptionalLong trial(BooleanSupplier stop) {
        Contestant contestant = new Contestant(Kind.UNIFIED, 0);
        if (!train(contestant, TRIAL_STEPS, out.resolve("trial/cold"), stop).finished()) {
            return OptionalLong.empty();
        }
        Train.Result result = train(contestant, TRIAL_STEPS, out.resolve("trial/warm"), stop);
        if (!result.finished()) {
            return OptionalLong.empty();
        }
        double costs = contestants().stream()
                .mapToDouble(c -> c.kind().teacher() ? TEACHER_COST : c.kind().distilled() ? DISTILLED_COST : 1)
                .sum();
        double stepsAMinute = SECONDS_A_MINUTE * TRIAL_STEPS / result.secondsTrained();
        long steps = Math.max(1, (long) (settings.minutes * TRAINING_SHARE * stepsAMinute / costs));
        say.accept("each net gets " + steps + " steps");
        return OptionalLong.of(steps);
    }

    /** @return whether it is finished */
    private boolean train(Contestant contestant, long steps, BooleanSupplier stop) {
        return Files.exists(result(contestant))
                || train(contestant, steps, runOf(out, contestant), stop).finished();
    }

    private Train.Result train(Contestant contestant, long steps, Path run, BooleanSupplier stop) {
        Path file = out.resolve("recipes").resolve(contestant.id() + ".yaml");
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new TrainingException(file.getParent() + ": cannot be made: " + e.getMessage(), e);
        }
        String recipe = new ContestRecipe(out, steps).of(contestant);
        RunFiles.write(file, recipe.getBytes(StandardCharsets.UTF_8));
        return new Train(Recipe.read(file, Map.of(), OptionalLong.empty()), run, say).run(stop);
    }

    private Path result(Contestant contestant) {
        return runOf(out, contestant).resolve("judged.json");
    }

    private Judged judged(Contestant contestant) {
        Path file = result(contestant);
        try {
            if (Files.exists(file)) {
                return JSON.readValue(file.toFile(), Judged.class);
            }
            Judged judged = Judged.of(runOf(out, contestant).resolve("pose.onnx"), worlds);
            RunFiles.write(file, JSON.writeValueAsBytes(judged));
            say.accept(contestant.id() + ": " + PaperTables.line(judged.all()));
            return judged;
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be kept or read: " + e.getMessage(), e);
        }
    }
}
