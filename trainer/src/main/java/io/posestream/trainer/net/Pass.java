package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.net.StepOptions.Resolution;

/**
 * One training step's forward and backward pass of a student. Owns all that they make: closing it frees every array that was
 * made in its manager or from one of its answers.
 */
public final class Pass implements AutoCloseable {
    private final StudentForm form;
    private final StepOptions options;
    private final Tape tape;

    Pass(Student student, StepOptions options) {
        this.form = student.form();
        this.options = options;
        this.tape = new Tape(student.flat(), options);
    }

    /** For what a step needs besides: targets, constants, intermediate values. */
    public NDManager manager() {
        return tape.manager();
    }

    /** @param rgb {@code [N, H, W, 3] uint8}, of the size that the options say */
    public NDArray pixels(byte[] rgb, int samples) {
        int shrink = options.resolution() == Resolution.HALF ? 2 : 1;
        Shape shape = new Shape(samples, form.heightPx() / shrink, form.widthPx() / shrink, 3);
        return Tape.pixels(manager(), rgb, shape);
    }

    /** What the student answers, with the maps of training. */
    public Answers forward(NDArray pixels) {
        return Net.forward(form, tape.scope(), pixels);
    }

    /**
     * @param loss a scalar made of the answers
     * @return {@code [P] float32}: its gradient by {@link FlatWeights#values()}; freed with this pass
     */
    public NDArray backward(NDArray loss) {
        return tape.backward(loss);
    }

    @Override
    public void close() {
        tape.close();
    }
}
