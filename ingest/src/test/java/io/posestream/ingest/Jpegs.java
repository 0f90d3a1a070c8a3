package io.posestream.ingest;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures for tests. */
final class Jpegs {
    private Jpegs() {}

    static byte[] grey(int widthPx, int heightPx, int level) {
        BufferedImage image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(level, level, level));
        pen.fillRect(0, 0, widthPx, heightPx);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] small() {
        return grey(16, 16, 128);
    }

    static byte[] truncated() {
        byte[] whole = small();
        return Arrays.copyOf(whole, whole.length - 2);
    }

    /** A whole small picture whose header claims another size. */
    static byte[] claiming(int widthPx, int heightPx) {
        byte[] jpeg = small();
        for (int i = 2; i < jpeg.length - 9; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
                jpeg[i + 5] = (byte) (heightPx >> 8);
                jpeg[i + 6] = (byte) heightPx;
                jpeg[i + 7] = (byte) (widthPx >> 8);
                jpeg[i + 8] = (byte) widthPx;
                return jpeg;
            }
        }
        throw new AssertionError("no frame header");
    }
}
