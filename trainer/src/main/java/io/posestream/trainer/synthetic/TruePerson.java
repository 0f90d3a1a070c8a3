package io.posestream.trainer.synthetic;

/**
 * A person in a rendered picture, exactly.
 *
 * @param keypoints {@code [21 * 3]} of the unified layout: x, y in image pixels (0 is the centre of the first) and
 *     visibility: 0 outside the picture (x and y are where it would be), 1 hidden by the body itself, by another one or by
 *     a thing, 2 visible; not to be written to
 * @param box {@code x1, y1, x2, y2} in image pixels around what is visible; not to be written to
 * @param areaPx visible pixels
 */
public record TruePerson(float[] keypoints, float[] box, int areaPx) {
    public float xPx(int keypoint) {
        return keypoints[3 * keypoint];
    }

    public float yPx(int keypoint) {
        return keypoints[3 * keypoint + 1];
    }

    public int visibility(int keypoint) {
        return (int) keypoints[3 * keypoint + 2];
    }
}
