package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import java.nio.file.Path;

/**
 * A person in an image, to learn from or to be judged on. Its box and labelled keypoints are within a million pixels.
 *
 * @param id the same in every run: data set, image and annotation
 * @param image a JPEG file
 * @param box {@code x1, y1, x2, y2} in image pixels, of positive width and height; not to be written to
 * @param layout of the keypoints
 * @param keypoints {@code [3 * K]} x, y in image pixels (0 is the centre of the first) and visibility as COCO has it: 0 not
 *     labelled, 1 labelled and hidden, 2 visible; not to be written to
 */
public record Sample(String id, Path image, float[] box, KeypointLayout layout, float[] keypoints) {
    /** No picture is that large; a place beyond it is a slip of a file. */
    static final float MAX_PLACE_PX = 1e6f;

    public Sample {
        if (box.length != 4 || !(box[2] > box[0] && box[3] > box[1])) {
            throw new IllegalArgumentException(id + ": a box of no size");
        }
        if (keypoints.length != 3 * layout.size()) {
            throw new IllegalArgumentException(
                    id + ": " + keypoints.length + " numbers for " + layout.size() + " keypoints");
        }
        for (float corner : box) {
            requirePlace(corner, id, "box");
        }
        for (int i = 0; i < keypoints.length; i += 3) {
            if (keypoints[i + 2] > 0) {
                requirePlace(keypoints[i], id, layout.keypoints().get(i / 3));
                requirePlace(keypoints[i + 1], id, layout.keypoints().get(i / 3));
            }
        }
    }

    private static void requirePlace(float px, String id, String of) {
        if (!(Math.abs(px) <= MAX_PLACE_PX)) {
            throw new IllegalArgumentException(id + ": " + of + " is nowhere: " + px);
        }
    }

    public boolean labelled(int keypoint) {
        return keypoints[3 * keypoint + 2] > 0;
    }
}
