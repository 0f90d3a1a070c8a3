package io.posestream.inference.model;

import java.util.Arrays;

/** Checks of output shapes. */
final class Shapes {
    private Shapes() {}

    /** @throws ModelException unless the shape is {@code [samples, keypoints, …]} with that many axes */
    static void require(Tensor tensor, int samples, int keypoints, int axes) {
        long[] shape = tensor.shape();
        if (shape.length != axes || shape[0] < samples || shape[1] != keypoints) {
            throw new ModelException("output of shape " + Arrays.toString(shape) + "; expected [" + samples + ", "
                    + keypoints + (axes == 3 ? ", bins]" : ", h, w]"));
        }
    }
}
