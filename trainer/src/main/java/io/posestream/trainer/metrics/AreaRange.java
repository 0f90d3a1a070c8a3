package io.posestream.trainer.metrics;

/** Sizes that COCO tells apart, in square pixels, bounds included. There is no small: small persons have no keypoints. */
public enum AreaRange {
    ALL(0, 1e10),
    MEDIUM(32 * 32, 96 * 96),
    LARGE(96 * 96, 1e10);

    private final double least;
    private final double most;

    AreaRange(double least, double most) {
        this.least = least;
        this.most = most;
    }

    boolean contains(double area) {
        return area >= least && area <= most;
    }
}
