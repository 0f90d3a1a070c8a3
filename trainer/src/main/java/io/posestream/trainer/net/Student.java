package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.net.Scope.Mode;
import java.util.List;
import java.util.Map;

/** An RTMPose net: its form and its weights. One thread owns it. */
public final class Student implements AutoCloseable {
    private final StudentForm form;
    private final FlatWeights flat;

    private Student(StudentForm form, FlatWeights flat) {
        this.form = form;
        this.flat = flat;
    }

    /** With the random weights that RTMPose starts from; the same for the same seed, whatever the machine. */
    public static Student random(StudentForm form, long seed) {
        return new Student(form, FlatWeights.random(new ParameterPlan(form), seed));
    }

    public StudentForm form() {
        return form;
    }

    /** What is trained; closed with the student. */
    public FlatWeights flat() {
        return flat;
    }

    /** A training step; one at a time in a process. The caller closes it. */
    public Pass pass(StepOptions options) {
        return new Pass(this, options);
    }

    /**
     * By the running statistics, exactly as an exported file answers.
     *
     * @param pixels {@code [N, H, W, 3] uint8} RGB
     * @return in the manager of {@code pixels}, without maps
     */
    public Answers evaluate(NDArray pixels) {
        return forward(pixels, Mode.EVALUATION);
    }

    /**
     * Makes the batch's statistics its own and goes on answering as before. Due once before weights are trained that were
     * folded ({@link OnnxWeights}): in training they would be normalised by statistics that they were not made for.
     *
     * @param rgb {@code [N, H, W, 3] uint8}; some dozens of samples as training will see them
     */
    public void calibrate(byte[] rgb, int samples) {
        try (NDManager scratch = flat.manager().newSubManager()) {
            forward(
                    Tape.pixels(scratch, rgb, new Shape(samples, form.heightPx(), form.widthPx(), 3)),
                    Mode.CALIBRATION);
        }
    }

    private Answers forward(NDArray pixels, Mode mode) {
        try (NDManager scratch = pixels.getManager().newSubManager()) {
            Answers answers = Net.forward(form, flat.scope(scratch, mode), FlatWeights.view(pixels, scratch));
            answers.x().attach(pixels.getManager());
            answers.y().attach(pixels.getManager());
            return answers;
        }
    }

    /** All weights, parameters and statistics, by name; copies. */
    public Map<String, float[]> weights() {
        return flat.byName();
    }

    /**
     * Takes those of its weights that are there under the same name and of the same length.
     *
     * @return names of those that were not, which stay as they are
     */
    public List<String> take(Map<String, float[]> weights) {
        return flat.take(weights);
    }

    @Override
    public void close() {
        flat.close();
    }
}
