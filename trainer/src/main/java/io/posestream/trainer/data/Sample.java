package io.posestream.trainer.data;

import io.posestream.schemas.KeypointLayout;
import java.nio.file.Path;

/**
 * A person in an image, to learn from or to be judged on.
 *
 * @param id the same in every run: data set, image and annotation
 * @param image a JPEG file
 * @param box {@code x1, y1, x2, y2} in image pixels, of positive width and height; not to be written to
 * @param layout of the keypoints
 * @param keypoints {@code [3 * K]} x, y in image pixels (0 is the centre of the first) and visibility as COCO has it: 0 not
 *     labelled, 1 labelled and hidden, 2 visible; not to be written to
 */
public record Sample(String id, Path image, float[] box, KeypointLayout layout, float[] keypoints) {
    public Sample {
        if (box.length != 4 || !(box[2] > box[0] && box[3] > box[1])) {
            throw new IllegalArgumentException(id + ": a box of no size");
        }
        if (keypoints.length != 3 * layout.size()) {
            throw new IllegalArgumentException(
                    id + ": " + keypoints.length + " numbers for " + layout.size() + " keypoints");
        }
    }

    public boolean labelled(int keypoint) {
        return keypoints[3 * keypoint + 2] > 0;
    }
}
