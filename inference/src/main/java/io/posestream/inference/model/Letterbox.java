package io.posestream.inference.model;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A whole frame fitted into a detector's input: scaled with its aspect kept, at the top left, the rest grey. In training it
 * may stand elsewhere and stick out.
 *
 * @param ratio input pixels per frame pixel
 * @param leftPx where in the input the frame begins, as {@code topPx}; negative where it sticks out
 */
public record Letterbox(double ratio, int leftPx, int topPx, int widthPx, int heightPx) {
    /** Grey of the padding, as the detectors saw it in training (MMDetection, YOLOX). */
    static final int GREY = 114;

    public static Letterbox of(Image image, int widthPx, int heightPx) {
        double ratio = Math.min((double) widthPx / image.widthPx(), (double) heightPx / image.heightPx());
        return new Letterbox(ratio, 0, 0, widthPx, heightPx);
    }

    /** The same input with the frame in it at another scale and place. */
    public Letterbox with(double otherRatio, int left, int top) {
        return new Letterbox(otherRatio, left, top, widthPx, heightPx);
    }

    /** The input's pixels. The caller closes it. */
    public Image fitted(Image image) {
        return new Image(fit(image));
    }

    /** The input's pixels {@code [heightPx, widthPx, 3] uint8} BGR. The caller closes it. */
    Mat fit(Image image) {
        // Half to even, as cv2.resize rounds a size that it is given as a factor.
        int scaledWidth = Math.max(1, (int) Math.rint(image.widthPx() * ratio));
        int scaledHeight = Math.max(1, (int) Math.rint(image.heightPx() * ratio));
        Mat fitted = new Mat();
        try (Mat scaled = new Mat();
                Size size = new Size(scaledWidth, scaledHeight);
                Rect seen = seen(scaledWidth, scaledHeight);
                Scalar grey = new Scalar(GREY, GREY, GREY, 0)) {
            opencv_imgproc.resize(image.pixels(), scaled, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            int left = Math.max(0, leftPx);
            int top = Math.max(0, topPx);
            try (Mat inside = new Mat(scaled, seen)) {
                opencv_core.copyMakeBorder(
                        inside,
                        fitted,
                        top,
                        heightPx - top - seen.height(),
                        left,
                        widthPx - left - seen.width(),
                        opencv_core.BORDER_CONSTANT | opencv_core.BORDER_ISOLATED,
                        grey);
            }
        }
        return fitted;
    }

    /** Of the scaled frame, what is in the input. */
    private Rect seen(int scaledWidth, int scaledHeight) {
        int x = Math.max(0, -leftPx);
        int y = Math.max(0, -topPx);
        return new Rect(
                x,
                y,
                Math.min(scaledWidth - x, widthPx - Math.max(0, leftPx)),
                Math.min(scaledHeight - y, heightPx - Math.max(0, topPx)));
    }

    /** From a place in the input to one in the frame; the same for both axes of a frame at the top left. */
    float frame(float inputPx) {
        return (float) (inputPx / ratio);
    }

    public float inputX(float framePx) {
        return (float) (framePx * ratio + leftPx);
    }

    public float inputY(float framePx) {
        return (float) (framePx * ratio + topPx);
    }
}
