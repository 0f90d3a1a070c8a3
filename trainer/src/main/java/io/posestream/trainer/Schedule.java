package io.posestream.trainer;

import io.posestream.trainer.recipe.LossPlan;
import io.posestream.trainer.recipe.OptimiserPlan;
import io.posestream.trainer.recipe.RunPlan;
import java.util.OptionalDouble;

/**
 * What changes over a run, as a function of the step or, if the run's length is a time, of the time trained.
 *
 * @param totalSteps 0 if the length is a time
 */
record Schedule(RunPlan run, LearningRate rate, LossPlan loss, long totalSteps, OptionalDouble seconds) {
    private static final double SECONDS_A_MINUTE = 60;

    /** @param persons of a pass over the data */
    static Schedule of(RunPlan run, OptimiserPlan optimiser, LossPlan loss, int persons) {
        LearningRate rate = new LearningRate(
                optimiser.rate(),
                optimiser.warmUpSteps(),
                optimiser.warmUpStart(),
                optimiser.flatUntil(),
                optimiser.rest());
        RunPlan.Length length = run.length();
        if (length.minutes().isPresent()) {
            double seconds = SECONDS_A_MINUTE * length.minutes().get();
            return new Schedule(run, rate, loss, 0, OptionalDouble.of(seconds));
        }
        double stepsAnEpoch = (double) persons / run.batch();
        long steps =
                length.steps().orElseGet(() -> (long) Math.ceil(length.epochs().orElseThrow() * stepsAnEpoch));
        return new Schedule(run, rate, loss, steps, OptionalDouble.empty());
    }

    /** Share of the run that is done, from 0; 1 or more: it is over. */
    double progress(long step, double secondsTrained) {
        return seconds.isPresent() ? secondsTrained / seconds.getAsDouble() : (double) step / totalSteps;
    }

    Stage stage(double progress) {
        return new Stage(progress < run.halfResolutionUntil(), progress >= run.secondStageFrom());
    }

    double learningRate(long step, double progress) {
        return rate.at(step, progress);
    }

    double auxiliaryWeight(double progress) {
        return loss.auxiliaryWeight(progress);
    }
}
