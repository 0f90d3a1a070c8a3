package io.posestream.trainer.net;

import java.util.Arrays;

/**
 * A named piece of the student's flat array of parameters, or of that of its statistics.
 *
 * @param name as in MMPose's checkpoints: {@code backbone.stem.0.conv.weight}
 * @param shape as in PyTorch: {@code [out, in / groups, height, width]} of a convolution, {@code [out, in]} of a linear map
 * @param offset of its first number
 * @param decays whether weight decay applies: not to normalisation's, nor to any bias
 * @param auxiliary whether only training's auxiliary answers need it; it is in no exported file
 */
public record Parameter(String name, long[] shape, int offset, boolean decays, boolean auxiliary) {
    /** How many numbers it has. */
    public int length() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }

    int end() {
        return offset + length();
    }
}
