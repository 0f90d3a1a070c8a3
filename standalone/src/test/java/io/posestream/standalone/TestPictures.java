package io.posestream.standalone;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** Pictures of one grey, {@value #WIDTH} x {@value #HEIGHT} pixels, and files that are none. */
final class TestPictures {
    static final int WIDTH = 160;
    static final int HEIGHT = 120;

    private TestPictures() {}

    static byte[] jpeg(int grey) {
        return encoded(grey, "jpg");
    }

    static byte[] png(int grey) {
        return encoded(grey, "png");
    }

    /** Without its last bytes, which hold part of the picture and the end marker. */
    static byte[] truncated() {
        byte[] whole = jpeg(90);
        return Arrays.copyOf(whole, whole.length - 20);
    }

    /** A header of 16 x 16 pixels and an end, without the tables to decode what is between: only a decoder can tell. */
    static byte[] brokenInside() {
        return HexFormat.of()
                .parseHex("ffd8" + "ffc0000b08" + "00100010" + "01011100" + "ffda0008010100003f00" + "123456" + "ffd9");
    }

    /** A picture whose header says that it is 20,000 x 20,000 pixels. */
    static byte[] huge() {
        byte[] jpeg = jpeg(90);
        int at = 2;
        while ((jpeg[at + 1] & 0xFF) != 0xC0) { // the frame header
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
        }
        for (int side : new int[] {at + 5, at + 7}) {
            jpeg[side] = (byte) (20_000 >> 8);
            jpeg[side + 1] = (byte) 20_000;
        }
        return jpeg;
    }

    static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder with so many JPEGs in it, {@code 00.jpg} and so on. */
    static Path clip(Path folder, int pictures) {
        for (int n = 0; n < pictures; n++) {
            write(folder.resolve("%02d.jpg".formatted(n)), jpeg(10 * n));
        }
        return folder;
    }

    /** Of another size. */
    record Plain(int widthPx, int heightPx, int grey) {
        byte[] jpeg() {
            BufferedImage picture = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_3BYTE_BGR);
            fill(picture, 0, 0, grey);
            return encoded(picture, "jpg");
        }
    }

    /**
     * A JPEG of four greys.
     *
     * @param greys as stored: top left, top right, bottom left, bottom right
     * @param orientation EXIF's, 1 to 8: how to turn the stored picture to display it
     */
    static byte[] quarters(int[] greys, int orientation) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        for (int n = 0; n < 4; n++) {
            fill(picture, n % 2 * WIDTH / 2, n / 2 * HEIGHT / 2, greys[n]);
        }
        byte[] jpeg = encoded(picture, "jpg");
        byte[] exif = HexFormat.of()
                .parseHex("ffe10022" + "457869660000" // APP1, "Exif"
                        + "4d4d002a00000008" // big-endian TIFF
                        + "0001" + "0112000300000001" + "000" + orientation + "0000" // one entry: the orientation
                        + "00000000");
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(jpeg, 0, 2);
        turned.writeBytes(exif);
        turned.write(jpeg, 2, jpeg.length - 2);
        return turned.toByteArray();
    }

    /** Everything right of and below the point. */
    private static void fill(BufferedImage picture, int x, int y, int grey) {
        Graphics2D brush = picture.createGraphics();
        brush.setColor(new Color(grey, grey, grey));
        brush.fillRect(x, y, picture.getWidth(), picture.getHeight());
        brush.dispose();
    }

    private static byte[] encoded(int grey, String format) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        fill(picture, 0, 0, grey);
        return encoded(picture, format);
    }

    private static byte[] encoded(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
