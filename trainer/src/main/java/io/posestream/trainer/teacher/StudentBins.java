package io.posestream.trainer.teacher;

import io.posestream.schemas.KeypointLayout;
import io.posestream.trainer.data.SimccTarget;

/**
 * The terms in which a student speaks: SimCC with two bins to a crop pixel, bin 0 the centre of pixel 0.
 *
 * @param layout of the student's K keypoints
 * @param widthPx of its crop
 */
public record StudentBins(KeypointLayout layout, int widthPx, int heightPx) {
    public StudentBins {
        if (widthPx < 1 || heightPx < 1) {
            throw new IllegalArgumentException("a crop of " + widthPx + " x " + heightPx + " pixels");
        }
    }

    /** @return Wx */
    public int binsX() {
        return SimccTarget.BINS_PER_PIXEL * widthPx;
    }

    /** @return Wy */
    public int binsY() {
        return SimccTarget.BINS_PER_PIXEL * heightPx;
    }
}
