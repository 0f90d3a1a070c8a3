package io.posestream.inference.model;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The part of a frame that a pose network sees, and the way between the network's pixels and the frame's. Serving,
 * training, teachers and evaluation all cut their persons out with it.
 *
 * <p>As MMPose's TopdownAffine without UDP: the box grows by the model's padding, then to the network's aspect ratio; the
 * warp keeps angles and takes the box's centre to {@code (widthPx / 2, heightPx / 2)}. Serving neither turns nor mirrors;
 * augmentation does.
 *
 * @param centreX of the box, in frame pixels
 * @param scaleX width of the padded, aspect-corrected box in frame pixels; {@code scaleY} its height
 * @param rotationDegrees that the box is turned by about its centre, clockwise as displayed
 * @param mirrored left and right exchanged about the centre, before the turn
 * @param widthPx of the network's input
 */
public record Crop(
        double centreX,
        double centreY,
        double scaleX,
        double scaleY,
        double rotationDegrees,
        boolean mirrored,
        int widthPx,
        int heightPx) {

    public Crop {
        if (!(scaleX > 0 && scaleY > 0 && widthPx > 0 && heightPx > 0)) {
            throw new IllegalArgumentException("a crop of " + scaleX + " x " + scaleY + " frame pixels to " + widthPx
                    + " x " + heightPx + "; all must be positive");
        }
    }

    /**
     * Upright, as serving cuts.
     *
     * @param box {@code x1, y1, x2, y2} in frame pixels, of positive width and height
     * @param padding what its sides are multiplied by
     */
    public static Crop of(float[] box, double padding, int widthPx, int heightPx) {
        return around(
                (box[0] + box[2]) / 2.0,
                (box[1] + box[3]) / 2.0,
                (box[2] - box[0]) * padding,
                (box[3] - box[1]) * padding,
                0,
                false,
                widthPx,
                heightPx);
    }

    /** Around a region of any aspect ratio, whose shorter side grows to the network's. */
    public static Crop around(
            double centreX,
            double centreY,
            double width,
            double height,
            double rotationDegrees,
            boolean mirrored,
            int widthPx,
            int heightPx) {
        double aspect = (double) widthPx / heightPx;
        boolean wide = width > aspect * height;
        return new Crop(
                centreX,
                centreY,
                wide ? width : aspect * height,
                wide ? width / aspect : height,
                rotationDegrees,
                mirrored,
                widthPx,
                heightPx);
    }

    /** The same part of the frame in a mirror: what is at {@code x} in this crop is at {@code widthPx - x} in that one. */
    public Crop mirror() {
        // Mirrored behind a turn is mirrored before the opposite turn.
        return new Crop(centreX, centreY, scaleX, scaleY, -rotationDegrees, !mirrored, widthPx, heightPx);
    }

    /** {@code [2, 3]} row-major: frame pixels to crop pixels. */
    public double[] matrix() {
        double k = widthPx / scaleX;
        double cos = k * Math.cos(Math.toRadians(rotationDegrees));
        double sin = k * Math.sin(Math.toRadians(rotationDegrees));
        double a = mirrored ? -cos : cos;
        double c = mirrored ? sin : -sin;
        return new double[] {
            a, sin, widthPx / 2.0 - a * centreX - sin * centreY, c, cos, heightPx / 2.0 - c * centreX - cos * centreY
        };
    }

    /** @return {@code x, y} in crop pixels of a place in frame pixels */
    public double[] toCrop(double frameX, double frameY) {
        double[] m = matrix();
        return new double[] {m[0] * frameX + m[1] * frameY + m[2], m[3] * frameX + m[4] * frameY + m[5]};
    }

    /** @return {@code x, y} in frame pixels of a place in crop pixels */
    public double[] toFrame(double cropX, double cropY) {
        double dx = cropX / widthPx * scaleX - scaleX / 2;
        double dy = cropY / heightPx * scaleY - scaleY / 2;
        double cos = Math.cos(Math.toRadians(rotationDegrees));
        double sin = Math.sin(Math.toRadians(rotationDegrees));
        double x = cos * dx - sin * dy;
        return new double[] {centreX + (mirrored ? -x : x), centreY + sin * dx + cos * dy};
    }

    /** The crop, {@code [heightPx, widthPx, 3] uint8} BGR, bilinear, black outside the frame. The caller closes it. */
    public Image cut(Image image) {
        Mat cropped = new Mat();
        try (DoublePointer numbers = new DoublePointer(matrix());
                Mat matrix = new Mat(2, 3, opencv_core.CV_64F, numbers);
                Size size = new Size(widthPx, heightPx);
                Scalar black = new Scalar(0, 0, 0, 0)) {
            opencv_imgproc.warpAffine(
                    image.pixels(),
                    cropped,
                    matrix,
                    size,
                    opencv_imgproc.INTER_LINEAR,
                    opencv_core.BORDER_CONSTANT,
                    black);
        }
        return new Image(cropped);
    }
}
