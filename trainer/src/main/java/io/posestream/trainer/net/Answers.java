package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What the student says of a batch. Legend: N samples, K keypoints, Wx and Wy bins, h rows and w columns of cells of 32 input
 * pixels. Responses are raw, no softmax applied; all float32.
 *
 * @param x {@code [N, K, Wx]} responses over the bins of the width; {@code y [N, K, Wy]} of the height
 * @param maps what training alone looks at; empty outside of it
 */
public record Answers(NDArray x, NDArray y, Optional<Maps> maps) {
    /**
     * Responses over cells, for the auxiliary losses.
     *
     * @param head {@code [N, K, h, w]} what the head's 7x7 convolution gives
     * @param stage3 {@code [N, K, 2h, 2w]}, or {@code [N, K, h, w]} at half resolution: a 1x1 convolution of stage 3
     */
    public record Maps(NDArray head, NDArray stage3) {}
}
