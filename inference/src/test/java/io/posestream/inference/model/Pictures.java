package io.posestream.inference.model;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures whose every pixel a test knows. */
public final class Pictures {
    /** Value of one channel of one pixel. */
    interface Pixels {
        int at(int y, int x, int channel);
    }

    private Pictures() {}

    static Image of(int widthPx, int heightPx, Pixels pixels) {
        byte[] bytes = new byte[widthPx * heightPx * 3];
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                for (int c = 0; c < 3; c++) {
                    bytes[(y * widthPx + x) * 3 + c] = (byte) pixels.at(y, x, c);
                }
            }
        }
        Mat mat = new Mat(heightPx, widthPx, opencv_core.CV_8UC3);
        try (BytePointer data = mat.data()) {
            data.put(bytes);
        }
        return new Image(mat);
    }

    /** 37 x 23 pixels without two alike neighbours; the golden numbers were made from it. */
    static Image golden() {
        return of(37, 23, (y, x, c) -> (y * 7 + x * 13 + c * 29) % 256);
    }

    /** Black, with one white square around a pixel. */
    static Image spot(int widthPx, int heightPx, int centreX, int centreY, int radiusPx) {
        return of(
                widthPx,
                heightPx,
                (y, x, c) -> Math.abs(x - centreX) <= radiusPx && Math.abs(y - centreY) <= radiusPx ? 255 : 0);
    }

    /** Blue, green and red of a pixel. */
    static int[] pixel(Mat mat, int y, int x) {
        try (BytePointer data = mat.ptr(y, x)) {
            return new int[] {data.get(0) & 0xFF, data.get(1) & 0xFF, data.get(2) & 0xFF};
        }
    }

    static long sum(Mat mat) {
        long sum = 0;
        for (int y = 0; y < mat.rows(); y++) {
            for (int x = 0; x < mat.cols(); x++) {
                for (int value : pixel(mat, y, x)) {
                    sum += value;
                }
            }
        }
        return sum;
    }

    /** Four quarters: red and green over blue and white. */
    static BufferedImage quarters(int widthPx, int heightPx, int type) {
        BufferedImage image = new BufferedImage(widthPx, heightPx, type);
        Graphics2D graphics = image.createGraphics();
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int q = 0; q < colours.length; q++) {
            graphics.setColor(colours[q]);
            graphics.fillRect(q % 2 * widthPx / 2, q / 2 * heightPx / 2, widthPx / 2, heightPx / 2);
        }
        graphics.dispose();
        return image;
    }

    /** A sound baseline JPEG. */
    public static byte[] jpeg(int widthPx, int heightPx) {
        return jpeg(quarters(widthPx, heightPx, BufferedImage.TYPE_INT_RGB), ImageWriteParam.MODE_DISABLED);
    }

    /** @param progressive {@link ImageWriteParam#MODE_DEFAULT} for a progressive one */
    static byte[] jpeg(BufferedImage image, int progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
