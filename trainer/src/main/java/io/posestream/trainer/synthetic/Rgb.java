package io.posestream.trainer.synthetic;

/** Colours as {@code 0xRRGGBB}. */
final class Rgb {
    private Rgb() {}

    static int of(double red, double green, double blue) {
        return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
    }

    private static int byteOf(double value) {
        return value <= 0 ? 0 : value >= 255 ? 255 : (int) value;
    }

    static int lit(int rgb, double red, double green, double blue) {
        return of((rgb >> 16 & 255) * red, (rgb >> 8 & 255) * green, (rgb & 255) * blue);
    }

    static int lit(int rgb, double light) {
        return lit(rgb, light, light, light);
    }

    static int mix(int from, int to, double share) {
        return of(
                (from >> 16 & 255) + ((to >> 16 & 255) - (from >> 16 & 255)) * share,
                (from >> 8 & 255) + ((to >> 8 & 255) - (from >> 8 & 255)) * share,
                (from & 255) + ((to & 255) - (from & 255)) * share);
    }

    /** All three channels at once, each rounded down. */
    static int middle(int one, int other) {
        return (one & other) + (((one ^ other) & 0xFEFEFE) >>> 1);
    }

    /** @param hue of the circle, whose length is 1 */
    static int hsv(double hue, double saturation, double value) {
        double h = (hue - Math.floor(hue)) * 6;
        return of(
                255 * value * (1 - saturation * ramp(h + 5)),
                255 * value * (1 - saturation * ramp(h + 3)),
                255 * value * (1 - saturation * ramp(h + 1)));
    }

    private static double ramp(double h) {
        double k = h % 6;
        return Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }
}
