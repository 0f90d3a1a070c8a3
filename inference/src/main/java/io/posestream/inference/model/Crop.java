package io.posestream.inference.model;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The part of a frame that a pose network sees, and the way from the network's pixels back to the frame's.
 *
 * <p>As MMPose's TopdownAffine without UDP: the box grows by the model's padding, then to the network's aspect ratio; the
 * warp keeps angles and takes the box's centre to {@code (widthPx / 2, heightPx / 2)}.
 *
 * @param centreX of the box, in frame pixels
 * @param scaleX width of the padded, aspect-corrected box in frame pixels; {@code scaleY} its height
 * @param widthPx of the network's input
 */
record Crop(double centreX, double centreY, double scaleX, double scaleY, int widthPx, int heightPx) {
    /**
     * @param box {@code x1, y1, x2, y2} in frame pixels, of positive width and height
     * @param padding what its sides are multiplied by
     */
    static Crop of(float[] box, double padding, int widthPx, int heightPx) {
        double width = (box[2] - box[0]) * padding;
        double height = (box[3] - box[1]) * padding;
        double aspect = (double) widthPx / heightPx;
        if (width > aspect * height) {
            height = width / aspect;
        } else {
            width = aspect * height;
        }
        return new Crop((box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0, width, height, widthPx, heightPx);
    }

    /** {@code [2, 3]} row-major: frame pixels to crop pixels. */
    double[] matrix() {
        double k = widthPx / scaleX;
        return new double[] {k, 0, widthPx / 2.0 - k * centreX, 0, k, heightPx / 2.0 - k * centreY};
    }

    double frameX(double cropX) {
        return cropX / widthPx * scaleX + centreX - scaleX / 2;
    }

    double frameY(double cropY) {
        return cropY / heightPx * scaleY + centreY - scaleY / 2;
    }

    /** The crop's pixels {@code [heightPx, widthPx, 3] uint8} BGR, bilinear, black outside the frame. The caller closes it. */
    Mat cut(Image image) {
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
        return cropped;
    }
}
