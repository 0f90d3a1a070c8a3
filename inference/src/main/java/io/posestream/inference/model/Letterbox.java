package io.posestream.inference.model;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A whole frame fitted into a detector's input: scaled with its aspect kept, at the top left, the rest grey.
 *
 * @param ratio input pixels per frame pixel
 */
record Letterbox(double ratio, int widthPx, int heightPx) {
    /** Grey of the padding, as the detectors saw it in training (MMDetection, YOLOX). */
    static final int GREY = 114;

    static Letterbox of(Image image, int widthPx, int heightPx) {
        double ratio = Math.min((double) widthPx / image.widthPx(), (double) heightPx / image.heightPx());
        return new Letterbox(ratio, widthPx, heightPx);
    }

    /** The input's pixels {@code [heightPx, widthPx, 3] uint8} BGR. The caller closes it. */
    Mat fit(Image image) {
        // Half to even, as cv2.resize rounds a size that it is given as a factor.
        int scaledWidth = Math.max(1, (int) Math.rint(image.widthPx() * ratio));
        int scaledHeight = Math.max(1, (int) Math.rint(image.heightPx() * ratio));
        Mat fitted = new Mat();
        try (Mat scaled = new Mat();
                Size size = new Size(scaledWidth, scaledHeight);
                Scalar grey = new Scalar(GREY, GREY, GREY, 0)) {
            opencv_imgproc.resize(image.pixels(), scaled, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            opencv_core.copyMakeBorder(
                    scaled,
                    fitted,
                    0,
                    heightPx - scaledHeight,
                    0,
                    widthPx - scaledWidth,
                    opencv_core.BORDER_CONSTANT,
                    grey);
        }
        return fitted;
    }

    float frame(float inputPx) {
        return (float) (inputPx / ratio);
    }
}
