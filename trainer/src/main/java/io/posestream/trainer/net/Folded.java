package io.posestream.trainer.net;

import java.util.Arrays;
import java.util.Map;

/**
 * A convolution with the normalisation behind it folded in.
 *
 * @param weight {@code [out, in / groups, kernel, kernel]}
 * @param bias {@code [out]}
 */
record Folded(float[] weight, float[] bias) {
    /** The convolution module of that name. */
    static Folded of(Map<String, float[]> weights, String name) {
        float[] weight = weights.get(name + ".conv.weight").clone();
        float[] gamma = weights.get(name + ".bn.weight");
        float[] beta = weights.get(name + ".bn.bias");
        float[] mean = weights.get(name + ".bn.running_mean");
        float[] variance = weights.get(name + ".bn.running_var");
        float[] bias = new float[gamma.length];
        int inputs = weight.length / gamma.length;
        for (int out = 0; out < gamma.length; out++) {
            double scale = gamma[out] / Math.sqrt(variance[out] + (double) Scope.EPSILON);
            for (int i = out * inputs; i < (out + 1) * inputs; i++) {
                weight[i] = (float) (weight[i] * scale);
            }
            bias[out] = (float) (beta[out] - mean[out] * scale);
        }
        return new Folded(weight, bias);
    }

    /**
     * The module that this one was folded from, or one that answers the same: its normalisation by mean 0 and variance 1
     * only adds the bias.
     */
    void unfold(String name, Map<String, float[]> into) {
        float[] gamma = new float[bias.length];
        float[] ones = new float[bias.length];
        Arrays.fill(gamma, (float) Math.sqrt(1 + (double) Scope.EPSILON));
        Arrays.fill(ones, 1);
        into.put(name + ".conv.weight", weight);
        into.put(name + ".bn.weight", gamma);
        into.put(name + ".bn.bias", bias);
        into.put(name + ".bn.running_mean", new float[bias.length]);
        into.put(name + ".bn.running_var", ones);
    }

    /** @param matrix {@code [rows, columns]} */
    static float[] transposed(float[] matrix, int rows, int columns) {
        float[] transposed = new float[matrix.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                transposed[c * rows + r] = matrix[r * columns + c];
            }
        }
        return transposed;
    }
}
