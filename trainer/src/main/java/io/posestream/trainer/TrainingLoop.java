package io.posestream.trainer;

import io.posestream.trainer.net.StepOptions;
import io.posestream.trainer.net.StepOptions.Resolution;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Step after step until the run is over or stopped. What a step does depends on the memory before it, the recipe and the
 * step alone, so that a run that was killed goes on as if it had not been.
 *
 * <p>A step whose gradient is not finite takes the run back to its last checkpoint, and is left out when it comes again.
 */
final class TrainingLoop<B> {
    /** More of them mean that the recipe is wrong. */
    private static final int MOST_LOST_STEPS = 5;

    private static final double SECONDS_BETWEEN_LINES = 10;
    private static final double NANOS_A_SECOND = 1e9;

    /**
     * What a loop is connected to.
     *
     * @param parts names of the losses', in their order
     * @param stop asked before each step
     * @param say takes a line of progress
     * @param onLine is told the step whenever a line was said, for what is worth doing about as often
     * @param validate takes what is to be judged, every so many steps
     */
    record Wires<B>(
            Run run,
            Batches.Source<B> batches,
            List<String> parts,
            BooleanSupplier stop,
            Consumer<String> say,
            LongConsumer onLine,
            Consumer<Checkpoint> validate,
            int validateEvery) {}

    private final Trainee<B> trainee;
    private final Schedule schedule;
    private final Wires<B> wires;
    private final RunState beginning;
    private final SortedSet<Long> skipped;
    private long step;
    private double secondsTrained;
    private Checkpoint last;
    private Pace pace;
    private List<Pace.Named> lastLosses = List.of();
    private int lostSteps;

    /** @param from the state and memory to go on from, which the trainee has already */
    TrainingLoop(Trainee<B> trainee, Schedule schedule, Checkpoint from, Wires<B> wires) {
        this.trainee = trainee;
        this.schedule = schedule;
        this.wires = wires;
        this.beginning = from.state();
        this.skipped = new TreeSet<>(from.state().skipped());
        this.step = from.state().step();
        this.secondsTrained = from.state().secondsTrained();
        this.last = from;
        this.pace = newPace();
    }

    /** @return the checkpoint at the end, which is written */
    Checkpoint run() {
        try (LossLog log = new LossLog(wires.run().losses(), wires.parts(), step)) {
            while (!over()) {
                Stage stage = schedule.stage(progress());
                try (Batches<B> batches = wires.batches().from(step, stage)) {
                    steps(batches, stage, log);
                }
            }
        }
        save();
        return last;
    }

    private boolean over() {
        return progress() >= 1 || wires.stop().getAsBoolean();
    }

    private double progress() {
        return schedule.progress(step, secondsTrained);
    }

    /** Until the run is over, the stage ends or a step is lost. */
    private void steps(Batches<B> batches, Stage stage, LossLog log) {
        while (!over() && schedule.stage(progress()).equals(stage)) {
            double progress = progress();
            double rate = schedule.learningRate(step, progress);
            long before = System.nanoTime();
            B batch = batches.next();
            double waited = secondsSince(before);
            if (!skipped.contains(step)) {
                StepLosses losses = trainee.step(batch, options(stage), rate, schedule.auxiliaryWeight(progress));
                if (!losses.finite()) {
                    goBack();
                    log.backTo(step);
                    return;
                }
                log.add(step, rate, losses);
                pace.add(losses, secondsSince(before), waited);
            }
            secondsTrained += secondsSince(before);
            step++;
            afterStep(rate);
        }
    }

    private StepOptions options(Stage stage) {
        return new StepOptions(schedule.run().precision(), stage.halfResolution() ? Resolution.HALF : Resolution.FULL);
    }

    private void afterStep(double rate) {
        if (pace.seconds() >= SECONDS_BETWEEN_LINES || progress() >= 1) {
            Supply supply = wires.batches().supply();
            wires.say().accept(pace.line(step, progress(), rate, secondsLeft()) + supply.words());
            TrainingMetrics.write(wires.run().metrics(), this, rate, supply);
            lastLosses = pace.losses();
            pace = newPace();
            wires.onLine().accept(step);
        }
        if (step % schedule.run().checkpointEvery() == 0) {
            save();
        }
        if (step % wires.validateEvery() == 0 && progress() < 1) {
            save();
            wires.validate().accept(last);
        }
    }

    /** Of the last stretch that a line was said about. */
    List<Pace.Named> lastLosses() {
        return lastLosses;
    }

    private Pace newPace() {
        return new Pace(wires.parts(), schedule.run().batch());
    }

    private double secondsLeft() {
        double progress = progress();
        return progress > 0 ? secondsTrained / progress * (1 - progress) : 0;
    }

    private void save() {
        if (last.state().step() == step && last.state().skipped().equals(skipped) && step > 0) {
            return;
        }
        last = new Checkpoint(state(), trainee.memory());
        last.write(wires.run().folder());
    }

    RunState state() {
        return new RunState(
                step,
                beginning.totalSteps(),
                secondsTrained,
                skipped,
                beginning.form(),
                beginning.keypoints(),
                beginning.recipe(),
                beginning.data());
    }

    private void goBack() {
        lostSteps++;
        if (lostSteps > MOST_LOST_STEPS) {
            throw new TrainingException("gradients were not finite at " + lostSteps + " steps, the last of them " + step
                    + "; lower optimiser.rate or optimiser.clip-norm, or lengthen optimiser.warm-up-steps");
        }
        wires.say()
                .accept("step " + step + ": a gradient that is not finite; back to step "
                        + last.state().step() + ", and that step is left out");
        skipped.add(step);
        trainee.recall(last.memory());
        step = last.state().step();
        secondsTrained = last.state().secondsTrained();
    }

    Pace pace() {
        return pace;
    }

    int lostSteps() {
        return lostSteps;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS_A_SECOND;
    }
}
