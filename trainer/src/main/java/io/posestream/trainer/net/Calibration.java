package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;

/**
 * Gives a normalisation the statistics of a batch and leaves what it does as it is: scale and shift make up for the change.
 * Weights that an exporter folded have no statistics any more; trained as they are, by each batch's own, they would be
 * those of another net.
 */
final class Calibration {
    private Calibration() {}

    /**
     * @param y {@code [N, C, h, w]} what is normalised
     * @param mean {@code [C]}, as the others; all are written to
     */
    static void of(NDArray y, NDArray mean, NDArray variance, NDArray gamma, NDArray beta) {
        NDArray rows = y.transpose(1, 0, 2, 3).reshape(y.getShape().get(1), -1);
        NDArray newMean = rows.mean(new int[] {1});
        NDArray newVariance = rows.sub(newMean.expandDims(1)).square().mean(new int[] {1});
        NDArray deviation = variance.add(Scope.EPSILON).sqrt();
        beta.addi(newMean.sub(mean).mul(gamma.div(deviation)));
        gamma.muli(newVariance.add(Scope.EPSILON).sqrt().div(deviation));
        replace(mean, newMean);
        replace(variance, newVariance);
    }

    private static void replace(NDArray old, NDArray now) {
        NDArray change = now.sub(old);
        old.addi(change);
    }
}
