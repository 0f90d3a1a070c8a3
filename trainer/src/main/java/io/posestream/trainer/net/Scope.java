package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import io.posestream.trainer.net.StepOptions.Precision;
import java.util.Map;
import java.util.Objects;

/**
 * The arrays of one forward pass by name, and the layers that both backbone and head are made of. Uses only operators whose
 * gradients survive a garbage collection: one that takes a number keeps it in memory that the collector may free.
 *
 * @param arrays parameters and statistics, float32
 */
record Scope(Functions functions, Map<String, NDArray> arrays, Mode mode, StepOptions options) {
    /** What becomes of the statistics that batches are normalised by. */
    enum Mode {
        /** The kept ones are used. */
        EVALUATION,
        /** A batch's own are used, and averaged into the kept ones. */
        TRAINING,
        /** The kept ones become the batch's, and the net answers as before. */
        CALIBRATION
    }

    /** As all RTMPose configs have it, by way of mmcv and PyTorch's default. */
    static final float EPSILON = 1e-5f;
    /** Share of the old that running statistics keep. */
    static final float MOMENTUM = .9f;

    private static final int CHANNELS = 1;
    private static final Shape UNDILATED = new Shape(1, 1);

    boolean training() {
        return mode == Mode.TRAINING;
    }

    /** Float32. */
    NDArray array(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** In the precision that products are computed in. */
    NDArray factor(String name) {
        return rounded(array(name));
    }

    NDArray rounded(NDArray x) {
        return options.precision() == Precision.FLOAT32
                ? x
                : functions.bfloat16().of(x, training());
    }

    NDArray float32(NDArray x) {
        return options.precision() == Precision.FLOAT32
                ? x
                : functions.float32().of(x, training());
    }

    /** A number as an array of its own, which autograd keeps. */
    static NDArray constant(NDArray like, double value) {
        return like.getManager().full(new Shape(), (float) value, like.getDataType());
    }

    NDArray silu(NDArray x) {
        return functions.silu().of(x, training());
    }

    NDArray hardSigmoid(NDArray x) {
        return functions.hardSigmoid().of(x, training());
    }

    /** Convolution, normalisation, SiLU. */
    NDArray convModule(NDArray x, String name, int stride, int groups) {
        NDArray y = unbiased(x, name, stride, groups);
        NDArray mean = array(name + ".bn.running_mean");
        NDArray variance = array(name + ".bn.running_var");
        NDArray gamma = array(name + ".bn.weight");
        NDArray beta = array(name + ".bn.bias");
        if (mode == Mode.CALIBRATION) {
            Calibration.of(y, mean, variance, gamma, beta);
        }
        return silu(BatchNorm.batchNorm(y, mean, variance, gamma, beta, CHANNELS, MOMENTUM, EPSILON, training())
                .singletonOrThrow());
    }

    /** A depthwise module and a pointwise one. */
    NDArray separable(NDArray x, String name) {
        int channels = (int) x.getShape().get(1);
        NDArray y = convModule(x, name + ".depthwise_conv", 1, channels);
        return convModule(y, name + ".pointwise_conv", 1, 1);
    }

    /** The convolution of a module alone. */
    NDArray unbiased(NDArray x, String name, int stride, int groups) {
        return convolution(x, factor(name + ".conv.weight"), null, stride, groups);
    }

    /** With a bias. */
    NDArray convolution(NDArray x, String name) {
        return convolution(x, factor(name + ".weight"), factor(name + ".bias"), 1, 1);
    }

    /** Padded so that it keeps the size, but for the stride. */
    private static NDArray convolution(NDArray x, NDArray weight, NDArray bias, int stride, int groups) {
        long kernel = weight.getShape().get(2);
        Shape padding = new Shape(kernel / 2, kernel / 2);
        return Conv2d.conv2d(x, weight, bias, new Shape(stride, stride), padding, UNDILATED, groups)
                .singletonOrThrow();
    }
}
