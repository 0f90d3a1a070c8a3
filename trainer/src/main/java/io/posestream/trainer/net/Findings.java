package io.posestream.trainer.net;

import ai.djl.ndarray.NDArray;

/**
 * What a detector says of a batch. Legend: N pictures, A cells of its grid, row by row; all float32.
 *
 * @param logits {@code [N, A]}: their sigmoid is the score of a person whose box has its middle about there
 * @param boxes {@code [N, A, 4]} x1, y1, x2, y2 of that person in input pixels; x1 is left of the cell's middle, x2 right
 */
public record Findings(NDArray logits, NDArray boxes) {}
