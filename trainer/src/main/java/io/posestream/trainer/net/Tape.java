package io.posestream.trainer.net;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;

/**
 * The recording of one training step. Owns all that the step makes: closing it frees every array that was made in its
 * manager or from one of the net's. The gradients are new in each step, so that none is left over, not even one that is not
 * finite.
 */
final class Tape implements AutoCloseable {
    private final NDManager manager;
    private final NDArray leaf;
    private final Scope scope;
    private final GradientCollector collector;

    Tape(FlatWeights weights, StepOptions options) {
        this.manager = weights.manager().newSubManager();
        this.leaf = FlatWeights.view(weights.values(), manager);
        leaf.setRequiresGradient(true);
        NDArray statistics = FlatWeights.view(weights.statistics(), manager);
        this.collector = Engine.getEngine(Engines.NAME).newGradientCollector();
        this.scope = weights.scope(leaf, statistics, Scope.Mode.TRAINING, options);
    }

    NDManager manager() {
        return manager;
    }

    Scope scope() {
        return scope;
    }

    /** @param shape {@code [N, H, W, 3]} */
    static NDArray pixels(NDManager manager, byte[] rgb, Shape shape) {
        if (rgb.length != shape.size()) {
            throw new IllegalArgumentException(rgb.length + " bytes for pixels of " + shape);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(rgb.length).put(rgb).flip();
        return manager.create(bytes, shape, DataType.UINT8);
    }

    /** {@code [P] float32}; freed with this. */
    NDArray backward(NDArray loss) {
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
