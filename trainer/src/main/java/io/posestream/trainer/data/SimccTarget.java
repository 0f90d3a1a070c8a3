package io.posestream.trainer.data;

/**
 * Where a keypoint lies in SimCC's bins and whether it counts (MMPose's SimCCLabel, Gaussian). Two bins to a pixel; bin i
 * lies at pixel i / 2.
 *
 * @param widthPx of the crop
 */
public record SimccTarget(int widthPx, int heightPx) {
    /** SimCC's split ratio, as all RTMPose nets have it. */
    public static final int BINS_PER_PIXEL = 2;
    /** What responses are multiplied by before they are a distribution (MMPose's {@code beta}). */
    public static final double SHARPNESS = 10;

    private static final double REACH_SIGMAS = 3;

    public int binsX() {
        return BINS_PER_PIXEL * widthPx;
    }

    public int binsY() {
        return BINS_PER_PIXEL * heightPx;
    }

    /**
     * Standard deviation of the label in bins: the root of an eighth of the side, to two decimals. That gives all of
     * RTMPose's: 4.9 for 192 pixels, 5.66 for 256, 6 for 288 and 6.93 for 384.
     */
    public static double sigmaBins(int sizePx) {
        return Math.rint(100 * Math.sqrt(sizePx / 8.0)) / 100;
    }

    /** The bin a label is centred on: nearest, a half to the even one. It may lie outside. */
    public static int bin(float placePx) {
        return (int) Math.rint(BINS_PER_PIXEL * (double) placePx);
    }

    /**
     * 1 if the keypoint is labelled and within three sigmas of the crop on both axes, else 0.
     *
     * @param x in crop pixels
     * @param visibility 0, 1 or 2
     */
    public float weight(float x, float y, float visibility) {
        boolean counts = visibility >= .5f
                && reaches(x, sigmaBins(widthPx), binsX())
                && reaches(y, sigmaBins(heightPx), binsY());
        return counts ? 1 : 0;
    }

    private static boolean reaches(float placePx, double sigma, int bins) {
        double bin = bin(placePx);
        return bin - REACH_SIGMAS * sigma < bins && bin + REACH_SIGMAS * sigma + 1 >= 0;
    }
}
