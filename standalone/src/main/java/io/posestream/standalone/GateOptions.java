package io.posestream.standalone;

import io.posestream.trainer.gate.GatePlan;
import io.posestream.trainer.metrics.Benchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What a model has to show before it is published. */
final class GateOptions {
    @Option(
            names = "--gate",
            paramLabel = "KIND:IMAGES,ANNOTATIONS",
            description = "Labelled pictures that the model did not learn from, as ./pose evaluate --data has them; "
                    + "repeatable. On each it may not be worse than the live release by more than the margin.")
    private List<String> sets = List.of();

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description = "By how much its score, from 0 to 1, may be below: the lower end of a 95 %% interval decides "
                    + "(default: ${DEFAULT-VALUE}).")
    private double margin;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "Compare with the model of this folder where no release is live: the one that workers have.")
    private Optional<Path> against = Optional.empty();

    @Option(
            names = "--at-least",
            paramLabel = "SHARE",
            description = "Score, from 0 to 1, below which it is not published, whatever is live.")
    private Optional<Double> atLeast = Optional.empty();

    @Option(
            names = "--skip-gate",
            description = "Publish whatever the gate says, or without one; the release then says so.")
    private boolean skipped;

    boolean skipped() {
        return skipped;
    }

    Optional<Path> against() {
        return against;
    }

    /**
     * Empty if nothing is to be measured.
     *
     * @param usual the sets if none are named
     * @throws io.posestream.trainer.TrainingException if a set or a number cannot be used
     */
    Optional<GatePlan> plan(List<String> usual) {
        List<String> named = sets.isEmpty() ? usual : sets;
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(new GatePlan(
                        named.stream().map(Benchmark::parse).toList(),
                        margin,
                        atLeast.map(OptionalDouble::of).orElse(OptionalDouble.empty())));
    }
}
