package io.posestream.trainer;

import io.posestream.trainer.net.FlatWeights;
import io.posestream.trainer.net.StepOptions;
import java.nio.FloatBuffer;
import java.util.Optional;

/** A net in training: its weights, and what the optimiser and the average remember. One thread owns it. */
final class Trainee<B> implements AutoCloseable {
    private final Learner<B> learner;
    private final AdamW optimiser;
    private final Optional<Average> average;
    /** The weights' own memory in the engine. */
    private final FloatBuffer values;

    private final FloatBuffer statistics;
    private final float[] weights;
    private final float[] gradients;

    /** Takes the learner over: it is closed with this. */
    Trainee(Learner<B> learner, AdamW.Settings settings, boolean averaged) {
        this.learner = learner;
        FlatWeights flat = learner.weights();
        this.optimiser = new AdamW(settings, flat.parameters());
        this.values = flat.values().toByteBuffer(true).asFloatBuffer();
        this.statistics = flat.statistics().toByteBuffer(true).asFloatBuffer();
        this.weights = new float[values.capacity()];
        this.gradients = new float[values.capacity()];
        this.average =
                averaged ? Optional.of(new Average(values.capacity() + statistics.capacity())) : Optional.empty();
        values.get(0, weights);
    }

    /**
     * Forward, backward, and a step of the optimiser. A gradient that is not finite is not followed; the statistics of
     * normalisation are spoilt then.
     */
    StepLosses step(B batch, StepOptions options, double learningRate, double auxiliaryWeight) {
        StepLosses losses = learner.gradient(batch, options, auxiliaryWeight, gradients);
        if (losses.finite()) {
            optimiser.update(weights, gradients, losses.gradientNorm(), learningRate);
            values.put(0, weights);
            average.ifPresent(a -> a.update(numbers()));
        }
        return losses;
    }

    /** Weights, then statistics. */
    private float[] numbers() {
        float[] numbers = new float[values.capacity() + statistics.capacity()];
        values.get(0, numbers, 0, values.capacity());
        statistics.get(0, numbers, values.capacity(), statistics.capacity());
        return numbers;
    }

    /** All that a step changes; copies. */
    Memory memory() {
        return new Memory(
                numbers(),
                optimiser.means().clone(),
                optimiser.squares().clone(),
                optimiser.updates(),
                average.map(a -> a.numbers().clone()).orElse(new float[0]),
                average.map(Average::updates).orElse(0L));
    }

    /** As it was when the memory was taken. */
    void recall(Memory memory) {
        System.arraycopy(memory.numbers(), 0, weights, 0, weights.length);
        values.put(0, weights);
        statistics.put(0, memory.numbers(), weights.length, statistics.capacity());
        System.arraycopy(memory.means(), 0, optimiser.means(), 0, weights.length);
        System.arraycopy(memory.squares(), 0, optimiser.squares(), 0, weights.length);
        optimiser.goOnFrom(memory.updates());
        average.ifPresent(a -> {
            System.arraycopy(memory.average(), 0, a.numbers(), 0, a.numbers().length);
            a.goOnFrom(memory.averageUpdates());
        });
    }

    @Override
    public void close() {
        learner.close();
    }
}
