package io.posestream.trainer;

import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.Slot;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.metrics.BoxEvaluation;
import io.posestream.trainer.metrics.Evaluation;
import io.posestream.trainer.metrics.Judging;
import io.posestream.trainer.metrics.PersonBoxes;
import io.posestream.trainer.metrics.PersonPoser;
import io.posestream.trainer.metrics.Progress;
import io.posestream.trainer.metrics.Report;
import io.posestream.trainer.recipe.ValidationPlan;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Judges a net as it will be served: exported, and run by the classes that serve. */
final class Validation {
    private final ValidationPlan plan;
    private final List<Benchmark> benchmarks;
    private final Consumer<String> say;

    private final Slot slot;

    /**
     * @param slot of the models to judge
     * @param say is told which images could not be read
     * @throws TrainingException if a set judges models of another slot, or two are called alike
     */
    Validation(ValidationPlan plan, Slot slot, Consumer<String> say) {
        this.plan = plan;
        this.slot = slot;
        this.say = say;
        this.benchmarks = plan.sets().stream().map(Benchmark::parse).toList();
        Set<String> names = new HashSet<>();
        for (Benchmark benchmark : benchmarks) {
            if (!names.add(benchmark.nameInFolder())) {
                throw new TrainingException("validation.sets has two that are called " + benchmark.nameInFolder()
                        + ", by their kind, last folder and file; rename a folder or file of one");
            }
        }
        for (Benchmark benchmark : benchmarks) {
            if (benchmark.kind().slot() != slot) {
                throw new TrainingException("validation.sets has " + benchmark.name() + ", which judges a "
                        + benchmark.kind().slot().id() + " model; this recipe trains a " + slot.id() + " model");
            }
        }
    }

    /** Whether a run at that step, neither begun nor over, is to be judged. */
    boolean isDue(long step) {
        return !benchmarks.isEmpty() && step > 0 && step % plan.every() == 0;
    }

    List<Benchmark> benchmarks() {
        return benchmarks;
    }

    /** @throws TrainingException if a set cannot be read, or has nobody to judge */
    void requirePersons() {
        switch (slot) {
            case POSE -> new Evaluation(Judging.DEFAULT).requirePersons(benchmarks);
            case DETECTOR -> BoxEvaluation.requireImages(benchmarks);
        }
    }

    /**
     * Figures by set and name; none without sets, or if it was stopped.
     *
     * @param stop asked after each image
     */
    Map<String, Double> judge(Path model, BooleanSupplier stop) {
        try {
            return benchmarks.isEmpty() ? Map.of() : figures(reports(model, stop));
        } catch (Stopped e) {
            return Map.of();
        }
    }

    private Map<String, Double> figures(List<Report> reports) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Report report : reports) {
            report.unreadLines().forEach(line -> say.accept(report.benchmark().nameInFolder() + ": " + line));
            report.rows()
                    .get(0)
                    .figures()
                    .forEach((name, value) ->
                            figures.put((report.benchmark().nameInFolder() + " " + name).replace(',', ';'), value));
        }
        return figures;
    }

    private List<Report> reports(Path model, BooleanSupplier stop) {
        Progress listening = (done, all) -> {
            if (stop.getAsBoolean()) {
                throw new Stopped();
            }
        };
        int threads = Runtime.getRuntime().availableProcessors();
        return switch (slot) {
            case POSE -> {
                try (PoseNetwork network = PoseNetwork.open(model, Optional.empty(), Device.CPU, threads)) {
                    PersonPoser poser = new PersonPoser(network, plan.flip());
                    yield new Evaluation(Judging.DEFAULT)
                            .of(poser, PersonBoxes.labelled(), benchmarks, List.of(), listening);
                }
            }
            case DETECTOR -> {
                try (Detector detector = Detector.open(model, Device.CPU, threads, BoxEvaluation.ALL)) {
                    yield new BoxEvaluation(BoxEvaluation.USUAL_SCORES).of(detector, benchmarks, listening);
                }
            }
        };
    }

    /** Leaves the judging from within. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super(null, null, false, false);
        }
    }
}
