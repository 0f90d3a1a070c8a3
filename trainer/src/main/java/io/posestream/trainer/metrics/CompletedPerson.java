package io.posestream.trainer.metrics;

import java.util.BitSet;
import java.util.List;

/**
 * A person's labels and what a model adds to them.
 *
 * @param box {@code x1, y1, x2, y2} in image pixels
 * @param keypoints {@code [3 * K]} x, y in image pixels and visibility as COCO has it: labels as they were, predicted ones
 *     visible
 * @param predicted which were added
 * @param scores the model's, of those in their order
 */
record CompletedPerson(float[] box, float[] keypoints, BitSet predicted, List<Float> scores) {
    int labelled() {
        int count = 0;
        for (int v = 2; v < keypoints.length; v += 3) {
            count += keypoints[v] > 0 ? 1 : 0;
        }
        return count;
    }
}
