package io.posestream.schemas;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One person's box and skeleton in frame pixels: x to the right, y down, (0, 0) the centre of the top left pixel.
 *
 * @param score of the detection, 0 to 1
 * @param box {@code x1, y1, x2, y2}
 * @param keypoints {@code [K * 3] float32}: x, y, score for each keypoint of the record's layout; not copied, nobody
 *     may write to it any more
 * @param known {@code K} bits: the model can give this keypoint. An unknown one was never looked for and its three
 *     numbers are 0; a known one with a low score was not seen.
 */
@SuppressWarnings("ArrayRecordComponent") // not copied, and compared by value below
public record Person(float score, float[] box, float[] keypoints, BitSet known) {
    public Person {
        if (box.length != 4) {
            throw new IllegalArgumentException("a box has 4 numbers, not " + box.length);
        }
        if (keypoints.length % 3 != 0 || known.length() > keypoints.length / 3) {
            throw new IllegalArgumentException(
                    keypoints.length + " keypoint numbers with " + known.length() + " known bits; expected 3 for each");
        }
    }

    public float xPx(int keypoint) {
        return keypoints[3 * keypoint];
    }

    public float yPx(int keypoint) {
        return keypoints[3 * keypoint + 1];
    }

    public float score(int keypoint) {
        return keypoints[3 * keypoint + 2];
    }

    /** By value, unlike a record's own, which would compare the arrays by identity. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Person that
                && Float.compare(score, that.score) == 0
                && Arrays.equals(box, that.box)
                && Arrays.equals(keypoints, that.keypoints)
                && known.equals(that.known);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(keypoints);
    }
}
