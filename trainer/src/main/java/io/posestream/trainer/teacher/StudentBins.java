package io.posestream.trainer.teacher;

import io.posestream.schemas.KeypointLayout;

/**
 * The terms in which a student speaks: SimCC with two bins to a crop pixel, bin 0 the centre of pixel 0.
 *
 * @param layout of the student's K keypoints
 * @param widthPx of its crop
 */
public record StudentBins(KeypointLayout layout, int widthPx, int heightPx) {
    /** Bins to a crop pixel. */
    static final int SPLIT_RATIO = 2;
    /** What responses are multiplied by before they are a distribution (MMPose's {@code beta}). */
    static final double SHARPNESS = 10;

    public StudentBins {
        if (widthPx < 1 || heightPx < 1) {
            throw new IllegalArgumentException("a crop of " + widthPx + " x " + heightPx + " pixels");
        }
    }

    /** @return Wx */
    public int binsX() {
        return SPLIT_RATIO * widthPx;
    }

    /** @return Wy */
    public int binsY() {
        return SPLIT_RATIO * heightPx;
    }

    /**
     * Of a label along an axis of so many bins: the root of an eighth of the pixels. That gives MMPose's 4.9 for 192, 5.66
     * for 256, 6 for 288 and 6.93 for 384 pixels.
     */
    static double sigmaBins(int bins) {
        return Math.sqrt(bins / (8.0 * SPLIT_RATIO));
    }
}
