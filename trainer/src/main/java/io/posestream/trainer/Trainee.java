package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.Pass;
import io.posestream.trainer.net.StepOptions;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.net.StudentForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The student in training: its weights, and what the optimiser and the average remember. One thread owns it. */
final class Trainee implements AutoCloseable {
    private final Student student;
    private final StudentLoss loss;
    private final AdamW optimiser;
    private final Optional<Average> average;
    /** The weights' own memory in the engine. */
    private final FloatBuffer values;

    private final FloatBuffer statistics;
    private final float[] weights;
    private final float[] gradients;

    /** Takes the student over: it is closed with this. */
    Trainee(Student student, StudentLoss loss, AdamW.Settings settings, boolean averaged) {
        this.student = student;
        this.loss = loss;
        this.optimiser = new AdamW(settings, student.parameters());
        this.values = student.values().toByteBuffer(true).asFloatBuffer();
        this.statistics = student.statistics().toByteBuffer(true).asFloatBuffer();
        this.weights = new float[values.capacity()];
        this.gradients = new float[values.capacity()];
        this.average =
                averaged ? Optional.of(new Average(values.capacity() + statistics.capacity())) : Optional.empty();
        values.get(0, weights);
    }

    Student student() {
        return student;
    }

    /**
     * Forward, backward, and a step of the optimiser. A gradient that is not finite is not followed; the statistics of
     * normalisation are spoilt then.
     */
    StepLosses step(Batch batch, StepOptions options, double learningRate, double auxiliaryWeight) {
        try (Pass pass = student.pass(options)) {
            StudentLoss.Parts parts = forward(pass, batch, auxiliaryWeight);
            pass.backward(parts.total()).toByteBuffer(true).asFloatBuffer().get(0, gradients);
            double norm = AdamW.norm(gradients);
            StepLosses losses = new StepLosses(
                    parts.total().getFloat(),
                    parts.keypoints().getFloat(),
                    parts.teachers().stream()
                            .map(part -> (double) part.getFloat())
                            .toList(),
                    parts.auxiliary().getFloat(),
                    norm);
            if (losses.finite()) {
                optimiser.update(weights, gradients, norm, learningRate);
                values.put(0, weights);
                average.ifPresent(a -> a.update(numbers()));
            }
            return losses;
        }
    }

    private StudentLoss.Parts forward(Pass pass, Batch batch, double auxiliaryWeight) {
        StudentForm form = student.form();
        NDManager manager = pass.manager();
        Shape keypoints = new Shape(batch.samples(), form.keypoints());
        NDArray places = manager.create(
                FloatBuffer.wrap(batch.places()), new Shape(batch.samples(), form.keypoints(), 2), DataType.FLOAT32);
        NDArray labelled = manager.create(FloatBuffer.wrap(batch.weights()), keypoints, DataType.FLOAT32);
        Distributions labels = Distributions.ofLabels(places, labelled, form.widthPx(), form.heightPx());
        List<Distributions> teachers = new ArrayList<>();
        for (List<Answer> answers : batch.answers()) {
            teachers.add(Distributions.of(manager, answers, form.keypoints(), form.binsX(), form.binsY()));
        }
        return loss.of(
                pass.forward(pass.pixels(batch.pixels(), batch.samples())), places, labels, teachers, auxiliaryWeight);
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
        student.close();
    }
}
