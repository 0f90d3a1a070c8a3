package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import io.posestream.trainer.net.StepOptions.Resolution;

/** CSPNeXt-P5, the backbone of RTMPose and RTMDet. */
final class CspNext {
    private static final int[] POOLINGS = {5, 9, 13};

    private final CspForm form;
    private final Scope scope;

    CspNext(CspForm form, Scope scope) {
        this.form = form;
        this.scope = scope;
    }

    /** {@code [N, C, h, w]} each: of the third stage and of the last. */
    record Features(NDArray stage3, NDArray stage4) {}

    /**
     * The stem keeps an image's planes apart in memory; behind it the channels of a cell stand side by side. Convolutions
     * are faster so, but for the normalisation of as few channels as the stem has (12 of them: 10 times slower there).
     *
     * @param pixels {@code [N, 3, H, W]} normalised, plane by plane in memory
     */
    Features forward(NDArray pixels) {
        NDArray x = pixels;
        for (int i = 0; i < form.stem().size(); i++) {
            x = scope.convModule(x, Names.stem(i), i == 0 ? 2 : 1, 1);
        }
        x = channelsTogether(x);
        for (int stage = 1; stage < CspForm.STAGES; stage++) {
            x = scope.convModule(x, Names.downsampling(stage), 2, 1);
            x = crossStage(x, stage, true);
        }
        int stride = scope.options().resolution() == Resolution.HALF ? 1 : 2;
        NDArray y = scope.convModule(x, Names.downsampling(CspForm.STAGES), stride, 1);
        return new Features(x, crossStage(pooled(y), CspForm.STAGES, false));
    }

    /** The layer of a stage that has one. */
    private NDArray crossStage(NDArray x, int stage, boolean residual) {
        int blocks = form.blocks(stage);
        return blocks > 0 ? crossStage(x, Names.csp(stage), blocks, residual) : x;
    }

    /** The same array in another order in memory: only a reshape that a view cannot give makes DJL write it anew. */
    private static NDArray channelsTogether(NDArray x) {
        Shape shape = x.getShape();
        long channels = shape.get(1);
        NDArray cells = x.transpose(0, 2, 3, 1).reshape(-1, channels);
        return cells.reshape(shape.get(0), shape.get(2), shape.get(3), channels).transpose(0, 3, 1, 2);
    }

    private NDArray pooled(NDArray x) {
        NDArray y = scope.convModule(x, Names.SPP + ".conv1", 1, 1);
        NDList parts = new NDList(y);
        for (int kernel : POOLINGS) {
            Shape padding = new Shape(kernel / 2, kernel / 2);
            parts.add(Pool.maxPool2d(y, new Shape(kernel, kernel), new Shape(1, 1), padding, false));
        }
        return scope.convModule(NDArrays.concat(parts, 1), Names.SPP + ".conv2", 1, 1);
    }

    /** @param residual whether each block is added to its input */
    NDArray crossStage(NDArray x, String name, int blocks, boolean residual) {
        NDArray main = scope.convModule(x, name + ".main_conv", 1, 1);
        for (int block = 0; block < blocks; block++) {
            NDArray y = block(main, Names.block(name, block));
            main = residual ? y.add(main) : y;
        }
        NDArray side = scope.convModule(x, name + ".short_conv", 1, 1);
        NDArray both = NDArrays.concat(new NDList(main, side), 1);
        return scope.convModule(both.mul(attention(both, name + ".attention.fc")), name + ".final_conv", 1, 1);
    }

    private NDArray block(NDArray x, String name) {
        NDArray y = scope.convModule(x, name + ".conv1", 1, 1);
        return scope.separable(y, name + ".conv2");
    }

    /** {@code [N, C, 1, 1]}: how much each channel counts, 0 to 1, by hard sigmoid. */
    private NDArray attention(NDArray x, String name) {
        NDArray mean = x.mean(new int[] {3}, true).mean(new int[] {2}, true);
        return scope.hardSigmoid(scope.convolution(mean, name));
    }
}
