package io.posestream.inference.model;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A decoded picture as displayed: {@code [heightPx, widthPx, 3] uint8}, BGR, in native memory. Many threads may read it;
 * whoever decoded it closes it, when no reader is left.
 */
public final class Image implements AutoCloseable {
    static {
        Loader.load(opencv_core.class);
        // Stream threads decode side by side; OpenCV's own pool would only fight with them.
        opencv_core.setNumThreads(1);
    }

    private final Mat pixels;

    Image(Mat pixels) {
        this.pixels = pixels;
    }

    /**
     * A picture that no JPEG holds: a rendered one, or one that was changed.
     *
     * @param bgr {@code [heightPx, widthPx, 3] uint8}; copied
     */
    public static Image of(int widthPx, int heightPx, byte[] bgr) {
        if (widthPx < 1 || heightPx < 1 || bgr.length != 3L * widthPx * heightPx) {
            throw new IllegalArgumentException(
                    bgr.length + " bytes for " + widthPx + " x " + heightPx + " pixels of three channels");
        }
        Mat pixels = new Mat(heightPx, widthPx, opencv_core.CV_8UC3);
        try (BytePointer data = pixels.data()) {
            data.put(bgr);
        }
        return new Image(pixels);
    }

    public int widthPx() {
        return pixels.cols();
    }

    public int heightPx() {
        return pixels.rows();
    }

    /** @return a copy, {@code [heightPx, widthPx, 3] uint8} BGR */
    public byte[] bgr() {
        byte[] bgr = new byte[3 * widthPx() * heightPx()];
        try (BytePointer data = pixels.data()) {
            data.get(bgr);
        }
        return bgr;
    }

    Mat pixels() {
        return pixels;
    }

    @Override
    public void close() {
        pixels.close();
    }
}
