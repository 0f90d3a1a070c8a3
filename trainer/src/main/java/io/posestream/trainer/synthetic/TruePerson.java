package io.posestream.trainer.synthetic;

import java.util.Optional;

/**
 * A person in a rendered picture, exactly.
 *
 * @param keypoints {@code [21 * 3]} of the unified layout: x, y in image pixels (0 is the centre of the first) and
 *     visibility: 0 outside the picture (x and y are where it would be, -1 for beside or behind the lens), 1 hidden by the
 *     body itself, by another one or by a thing, 2 visible; not to be written to
 * @param box {@code x1, y1, x2, y2} in image pixels around what is visible; not to be written to
 * @param areaPx visible pixels
 */
public record TruePerson(float[] keypoints, float[] box, int areaPx) {
    /** x and y of what is beside or behind the lens. */
    static final float BEHIND = -1;

    /** Nose, eyes, ears, upper neck, head top. */
    private static final int[] HEAD = {0, 1, 2, 3, 4, 19, 20};

    /**
     * MPII's head rectangle: from head top to upper neck, and as wide as face and ears. It is around where these points
     * are, hidden or outside the picture too, since lengths are measured by it.
     *
     * @return {@code x1, y1, x2, y2} in image pixels; empty if a part of the head is beside or behind the lens
     */
    Optional<float[]> headBox() {
        float[] box = {
            Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY
        };
        for (int k : HEAD) {
            if (visibility(k) == 0 && xPx(k) == BEHIND && yPx(k) == BEHIND) {
                return Optional.empty();
            }
            box[0] = Math.min(box[0], xPx(k));
            box[1] = Math.min(box[1], yPx(k));
            box[2] = Math.max(box[2], xPx(k));
            box[3] = Math.max(box[3], yPx(k));
        }
        return Optional.of(box);
    }

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
