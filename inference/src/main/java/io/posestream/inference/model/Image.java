package io.posestream.inference.model;

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

    public int widthPx() {
        return pixels.cols();
    }

    public int heightPx() {
        return pixels.rows();
    }

    Mat pixels() {
        return pixels;
    }

    @Override
    public void close() {
        pixels.close();
    }
}
