package io.posestream.trainer.data;

import java.util.List;

/**
 * What the student sees in one step. Legend: N samples, K keypoints of the student's layout, H and W of its input.
 *
 * @param pixels {@code [N, H, W, 3] uint8} RGB, not normalised; at the input's size, which may be smaller than the crop's
 * @param places {@code [N, K, 2]} x, y in crop pixels
 * @param weights {@code [N, K]} 1 where a keypoint is labelled and in reach of the crop, else 0
 * @param answers {@code [teachers][N]} what each teacher says
 */
public record Batch(int samples, byte[] pixels, float[] places, float[] weights, List<List<Answer>> answers) {}
