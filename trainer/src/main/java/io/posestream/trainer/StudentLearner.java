package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Batch;
import io.posestream.trainer.net.FlatWeights;
import io.posestream.trainer.net.Pass;
import io.posestream.trainer.net.StepOptions;
import io.posestream.trainer.net.Student;
import io.posestream.trainer.net.StudentForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The student of poses. Parts of its losses: keypoints, each teacher, auxiliary. Closes the student. */
record StudentLearner(Student student, StudentLoss loss) implements Learner<Batch> {
    @Override
    public FlatWeights weights() {
        return student.flat();
    }

    @Override
    public StepLosses gradient(Batch batch, StepOptions options, double auxiliaryWeight, float[] gradients) {
        try (Pass pass = student.pass(options)) {
            StudentLoss.Parts parts = forward(pass, batch, auxiliaryWeight);
            pass.backward(parts.total()).toByteBuffer(true).asFloatBuffer().get(0, gradients);
            double norm = AdamW.norm(gradients);
            List<Double> losses = new ArrayList<>();
            losses.add((double) parts.keypoints().getFloat());
            parts.teachers().forEach(part -> losses.add((double) part.getFloat()));
            losses.add((double) parts.auxiliary().getFloat());
            return new StepLosses(parts.total().getFloat(), losses, norm);
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

    @Override
    public void close() {
        student.close();
    }
}
