package io.posestream.inference.model;

/**
 * An output of a network.
 *
 * @param data row-major, as many as the product of {@code shape}
 */
record Tensor(long[] shape, float[] data) {
    int dimension(int axis) {
        return Math.toIntExact(shape[axis]);
    }
}
