package io.posestream.trainer.recipe;

import io.posestream.trainer.net.StepOptions.Precision;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long and in what manner.
 *
 * @param length of the run
 * @param seed of weights, order and augmentation; crops are of the seed only if {@code views} is 0
 * @param views crops of each person that are ever seen, the same for all seeds, so that teachers' answers can be kept and
 *     shared; 0 for endless
 * @param halfResolutionUntil share of the run during which the student sees half the pixels each way
 * @param secondStageFrom share of the run after which augmentation is milder
 * @param precision of the backbone's products in training
 * @param checkpointEvery steps
 */
public record RunPlan(
        int batch,
        Length length,
        long seed,
        int views,
        double halfResolutionUntil,
        double secondStageFrom,
        Precision precision,
        int checkpointEvery) {

    /** Exactly one of them: steps, passes over the data, or time. */
    public record Length(Optional<Long> steps, Optional<Double> epochs, Optional<Double> minutes) {}

    private static final int MAX_BATCH = 4096;

    static RunPlan of(Section section) {
        try (section) {
            Length length = new Length(
                    section.optionalWhole("steps", 1, 1_000_000_000L),
                    section.optionalNumber("epochs", 1e-3, 1e6),
                    section.optionalNumber("minutes", 1e-2, 1e6));
            long given = Stream.of(length.steps, length.epochs, length.minutes)
                    .filter(Optional::isPresent)
                    .count();
            if (given != 1) {
                throw section.wrong("exactly one of steps, epochs and minutes is needed");
            }
            return new RunPlan(
                    section.integer("batch", 1, MAX_BATCH, 32),
                    length,
                    section.whole("seed", 0, Long.MAX_VALUE, 21),
                    section.integer("views", 0, 1_000_000, 0),
                    section.number("half-resolution-until", 0, 1, 0),
                    section.number("second-stage-from", 0, 1, 390.0 / 420),
                    section.optionalChoice("precision", Precision.class).orElse(Precision.FLOAT32),
                    section.integer("checkpoint-every", 1, 1_000_000, 500));
        }
    }
}
