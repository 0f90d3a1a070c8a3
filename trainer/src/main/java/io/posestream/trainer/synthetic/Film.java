package io.posestream.trainer.synthetic;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What a camera does to what it sees.
 *
 * @param blur deviation in pixels
 * @param noise deviation in grey levels
 * @param quality of the JPEG, to 100
 * @param seed of the noise
 */
record Film(double blur, double noise, int quality, int seed) {
    private static final int TABLE = 1 << 14;
    private static final float[] NORMAL = new float[TABLE];

    static {
        Dice dice = new Dice(2, 2);
        for (int i = 0; i < TABLE; i++) {
            NORMAL[i] = (float) dice.spread(1);
        }
    }

    static Film thrown(Dice dice) {
        double blur = dice.chance(.5) ? 0 : dice.between(.4, 1.3);
        return new Film(blur, dice.between(0, 6.), dice.between(55, 95), dice.bits());
    }

    /** {@code [height, width, 3] uint8} blue, green, red. */
    byte[] bgr(Canvas canvas) {
        byte[] bgr = new byte[3 * canvas.rgb.length];
        int state = seed | 1;
        int row = 0;
        for (int i = 0, at = 0; i < canvas.rgb.length; i++) {
            if (i % canvas.widthPx == 0) {
                state = state * 1664525 + 1013904223; // Numerical Recipes' generator: where in the table a row begins
                row = state >>> 8;
            }
            int rgb = canvas.rgb[i];
            int grain = (int) (NORMAL[row++ & TABLE - 1] * noise);
            bgr[at++] = cut((rgb & 255) + grain);
            bgr[at++] = cut((rgb >> 8 & 255) + grain);
            bgr[at++] = cut((rgb >> 16 & 255) + grain);
        }
        return bgr;
    }

    private static byte cut(int value) {
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }

    @SuppressWarnings("try") // the scope is never named: it frees what is made within it
    byte[] jpeg(Canvas canvas) {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(canvas.heightPx, canvas.widthPx, opencv_core.CV_8UC3, new BytePointer(bgr(canvas)));
            if (blur > 0) {
                opencv_imgproc.GaussianBlur(mat, mat, new Size(0, 0), blur);
            }
            BytePointer jpeg = new BytePointer();
            IntPointer parameters = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
            if (!opencv_imgcodecs.imencode(".jpg", mat, jpeg, parameters)) {
                throw new IllegalStateException("OpenCV did not write a JPEG of " + mat.cols() + " x " + mat.rows());
            }
            byte[] bytes = new byte[Math.toIntExact(jpeg.limit())];
            jpeg.get(bytes);
            return bytes;
        }
    }
}
