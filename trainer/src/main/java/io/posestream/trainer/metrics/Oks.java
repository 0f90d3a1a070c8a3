package io.posestream.trainer.metrics;

import java.util.List;

/**
 * Object keypoint similarity: the mean over keypoints of exp(−d² ÷ (2 · area · (2σ)²)), 1 for the same places. As COCO's
 * evaluator computes it, in the same order of operations. Immutable.
 */
final class Oks {
    /** {@code numpy.spacing(1)}: keeps a label without area from dividing by 0. */
    private static final double SPACING = Math.ulp(1.0);

    private final double[] variances;

    /** @param sigmas {@code [K]} */
    Oks(List<Double> sigmas) {
        variances =
                sigmas.stream().mapToDouble(sigma -> (2 * sigma) * (2 * sigma)).toArray();
    }

    /**
     * How well a found person fits a labelled one, over the labelled keypoints. Where nothing is labelled: how near all of
     * the found ones are to the label's box grown to three times its size.
     */
    double of(TruePerson truth, FoundPerson found) {
        int labelled = truth.labelledKeypoints();
        double[] t = truth.keypoints();
        double[] f = found.keypoints();
        double[] box = truth.box();
        double sum = 0;
        for (int k = 0; k < variances.length; k++) {
            double dx;
            double dy;
            if (labelled == 0) {
                dx = outside(f[3 * k], box[0] - box[2], box[0] + box[2] * 2);
                dy = outside(f[3 * k + 1], box[1] - box[3], box[1] + box[3] * 2);
            } else if (truth.labelled(k)) {
                dx = f[3 * k] - t[3 * k];
                dy = f[3 * k + 1] - t[3 * k + 1];
            } else {
                continue;
            }
            sum += term(k, dx, dy, truth.area());
        }
        return sum / (labelled == 0 ? variances.length : labelled);
    }

    /**
     * Of two found persons, over all keypoints; symmetric.
     *
     * @param area the mean of both
     */
    double between(double[] keypoints, double[] others, double area) {
        double sum = 0;
        for (int k = 0; k < variances.length; k++) {
            sum += term(k, others[3 * k] - keypoints[3 * k], others[3 * k + 1] - keypoints[3 * k + 1], area);
        }
        return sum / variances.length;
    }

    /** What a keypoint that far off adds to the sum, 0 to 1. */
    double term(int keypoint, double dx, double dy, double area) {
        return Math.exp(-((dx * dx + dy * dy) / variances[keypoint] / (area + SPACING) / 2));
    }

    private static double outside(double value, double from, double to) {
        return Math.max(0, from - value) + Math.max(0, value - to);
    }
}
