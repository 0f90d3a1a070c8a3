package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pixels {@code [H, W, 3] uint8} BGR to a network's {@code [3, H, W] float32}: channel order, mean and std. One owner
 * thread: it reuses its buffers.
 */
final class Normalisation {
    private final int pixels;
    /** Channel of the pixel that goes into each plane. */
    private final int[] channels;
    /** {@code [3][256]}: normalised value of each pixel value, for each plane. */
    private final float[][] table = new float[3][256];

    private final byte[] bytes;
    private final float[] plane;

    Normalisation(ModelContract contract) {
        this.pixels = contract.widthPx() * contract.heightPx();
        this.channels = contract.channelOrder() == ChannelOrder.BGR ? new int[] {0, 1, 2} : new int[] {2, 1, 0};
        this.bytes = new byte[3 * pixels];
        this.plane = new float[pixels];
        for (int c = 0; c < 3; c++) {
            double mean = contract.mean().get(c);
            double std = contract.std().get(c);
            for (int value = 0; value < 256; value++) {
                table[c][value] = (float) ((value - mean) / std);
            }
        }
    }

    /** Appends one picture to {@code input} at its position. */
    void put(Mat bgr, FloatBuffer input) {
        if (!bgr.isContinuous() || bgr.total() != pixels) {
            throw new IllegalArgumentException(bgr.cols() + " x " + bgr.rows() + " pixels for an input of " + pixels);
        }
        try (BytePointer data = bgr.data()) {
            data.get(bytes);
        }
        for (int c = 0; c < 3; c++) {
            float[] values = table[c];
            for (int p = 0, at = channels[c]; p < pixels; p++, at += 3) {
                plane[p] = values[bytes[at] & 0xFF];
            }
            input.put(plane);
        }
    }
}
