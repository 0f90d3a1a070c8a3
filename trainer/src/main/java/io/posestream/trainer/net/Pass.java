package io.posestream.trainer.net;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.posestream.trainer.net.StepOptions.Resolution;
import java.nio.ByteBuffer;

/**
 * One training step's forward and backward pass. Owns all that they make: closing it frees every array that was made in its
 * manager or from one of its answers. The gradients are new in each pass, so that none is left over, not even one that is
 * not finite.
 */
public final class Pass implements AutoCloseable {
    private final StudentForm form;
    private final StepOptions options;
    private final NDManager manager;
    private final NDArray leaf;
    private final Scope scope;
    private final GradientCollector collector;

    Pass(Student student, StepOptions options) {
        this.form = student.form();
        this.options = options;
        this.manager = student.values().getManager().newSubManager();
        this.leaf = Student.view(student.values(), manager);
        leaf.setRequiresGradient(true);
        NDArray statistics = Student.view(student.statistics(), manager);
        this.collector = Engine.getEngine(Engines.NAME).newGradientCollector();
        this.scope = student.scope(leaf, statistics, Scope.Mode.TRAINING, options);
    }

    /** For what a step needs besides: targets, constants, intermediate values. */
    public NDManager manager() {
        return manager;
    }

    /** @param rgb {@code [N, H, W, 3] uint8}, of the size that the options say */
    public NDArray pixels(byte[] rgb, int samples) {
        int shrink = options.resolution() == Resolution.HALF ? 2 : 1;
        Shape shape = new Shape(samples, form.heightPx() / shrink, form.widthPx() / shrink, 3);
        return pixels(manager, rgb, shape);
    }

    static NDArray pixels(NDManager manager, byte[] rgb, Shape shape) {
        if (rgb.length != shape.size()) {
            throw new IllegalArgumentException(rgb.length + " bytes for pixels of " + shape);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(rgb.length).put(rgb).flip();
        return manager.create(bytes, shape, DataType.UINT8);
    }

    /** What the student answers, with the maps of training. */
    public Answers forward(NDArray pixels) {
        return Net.forward(form, scope, pixels);
    }

    /**
     * @param loss a scalar made of the answers
     * @return {@code [P] float32}: its gradient by {@link Student#values()}; freed with this pass
     */
    public NDArray backward(NDArray loss) {
        collector.backward(loss);
        NDArray gradient = leaf.getGradient();
        gradient.attach(manager);
        return gradient;
    }

    @Override
    public void close() {
        collector.close();
        manager.close();
    }
}
