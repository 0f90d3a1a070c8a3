package io.posestream.trainer.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Changes a crop's pixels, not its geometry: colours as YOLOX does, two blurs and a hole as RTMPose's recipe has them.
 * Pure but for the random numbers; safe for all threads.
 */
final class Colours {
    static {
        Loader.load(opencv_imgproc.class);
    }

    private static final int HUES = 180;
    private static final double MIN_HOLE = .2;
    private static final double MAX_HOLE = .4;

    private final Augmentation augmentation;

    Colours(Augmentation augmentation) {
        this.augmentation = augmentation;
    }

    /** @param bgr {@code [heightPx, widthPx, 3] uint8}; changed in place */
    void change(byte[] bgr, int widthPx, int heightPx, RandomGenerator random) {
        int hue = gain(augmentation.hue(), random);
        int saturation = gain(augmentation.saturation(), random);
        int value = gain(augmentation.value(), random);
        int blur = kernel(augmentation.blur(), random);
        int median = kernel(augmentation.medianBlur(), random);
        if (hue != 0 || saturation != 0 || value != 0 || blur > 0 || median > 0) {
            try (Mat pixels = new Mat(heightPx, widthPx, opencv_core.CV_8UC3);
                    BytePointer data = pixels.data()) {
                data.put(bgr);
                if (hue != 0 || saturation != 0 || value != 0) {
                    shift(pixels, hue, saturation, value);
                }
                if (blur > 0) {
                    blur(pixels, blur);
                }
                if (median > 0) {
                    opencv_imgproc.medianBlur(pixels, pixels, median);
                }
                data.position(0).get(bgr);
            }
        }
        if (random.nextDouble() < augmentation.cutOut()) {
            cutOut(bgr, widthPx, heightPx, random);
        }
    }

    /** Uniform in ±{@code most}, half of the time. */
    private static int gain(int most, RandomGenerator random) {
        double gain = (2 * random.nextDouble() - 1) * most;
        return random.nextBoolean() ? (int) gain : 0;
    }

    /** 3, 5 or 7 with this probability, else 0. */
    private static int kernel(double probability, RandomGenerator random) {
        return random.nextDouble() < probability ? 3 + 2 * random.nextInt(3) : 0;
    }

    private static void shift(Mat bgr, int hue, int saturation, int value) {
        byte[] table = new byte[3 * 256];
        for (int i = 0; i < 256; i++) {
            table[3 * i] = (byte) Math.floorMod(i + hue, HUES);
            table[3 * i + 1] = (byte) Math.max(0, Math.min(255, i + saturation));
            table[3 * i + 2] = (byte) Math.max(0, Math.min(255, i + value));
        }
        try (Mat tables = new Mat(1, 256, opencv_core.CV_8UC3);
                BytePointer data = tables.data()) {
            data.put(table);
            opencv_imgproc.cvtColor(bgr, bgr, opencv_imgproc.COLOR_BGR2HSV);
            opencv_core.LUT(bgr, tables, bgr);
            opencv_imgproc.cvtColor(bgr, bgr, opencv_imgproc.COLOR_HSV2BGR);
        }
    }

    private static void blur(Mat pixels, int kernel) {
        try (Size size = new Size(kernel, kernel)) {
            opencv_imgproc.blur(pixels, pixels, size);
        }
    }

    private static void cutOut(byte[] bgr, int widthPx, int heightPx, RandomGenerator random) {
        int width = (int) (widthPx * (MIN_HOLE + (MAX_HOLE - MIN_HOLE) * random.nextDouble()));
        int height = (int) (heightPx * (MIN_HOLE + (MAX_HOLE - MIN_HOLE) * random.nextDouble()));
        int left = random.nextInt(widthPx - width + 1);
        int top = random.nextInt(heightPx - height + 1);
        for (int y = top; y < top + height; y++) {
            int row = 3 * (y * widthPx + left);
            Arrays.fill(bgr, row, row + 3 * width, (byte) 0);
        }
    }
}
