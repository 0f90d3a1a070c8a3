package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Holds a map of cells to where the keypoint is, in training only. Without it a student of random weights says a mean pose
 * for a long time: to the responses over bins that is a place to rest, to the map of cells it is not.
 */
final class AuxiliaryLoss {
    private AuxiliaryLoss() {}

    /**
     * The cross-entropy over the cells, averaged over what counts.
     *
     * @param map {@code [N, K, h, w] float32} responses; bins are a multiple of cells on each axis
     */
    static NDArray of(NDArray map, Distributions target) {
        Shape shape = map.getShape();
        NDArray logProbabilities = map.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3))
                .logSoftmax(-1);
        NDArray cells = cells(target, shape.get(2), shape.get(3));
        return Divergence.weightedMean(Divergence.crossEntropy(cells, logProbabilities), target.weights());
    }

    /** {@code [N, K, h * w]}: the product of both axes, each summed over the bins of a cell. */
    private static NDArray cells(Distributions target, long height, long width) {
        NDArray x = perCell(target.x(), width);
        NDArray y = perCell(target.y(), height);
        Shape shape = x.getShape();
        return y.expandDims(3).mul(x.expandDims(2)).reshape(shape.get(0), shape.get(1), height * width);
    }

    private static NDArray perCell(NDArray bins, long cells) {
        Shape shape = bins.getShape();
        return bins.reshape(shape.get(0), shape.get(1), cells, shape.get(2) / cells)
                .sum(new int[] {3});
    }
}
