package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Limits;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageWriteParam;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One camera's frames are red, another's blue and cut off: whatever is missing, the second never shows a red pixel (opencv
 * #26488). An end marker is glued on, so that the header alone does not tell.
 */
class CutOffJpegTest {
    private static final int[][] SIZES = {{16, 16}, {40, 24}, {64, 64}, {97, 61}, {320, 240}, {640, 480}};

    private final JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);

    @ParameterizedTest
    @ValueSource(ints = {ImageWriteParam.MODE_DISABLED, ImageWriteParam.MODE_DEFAULT})
    void neverShowsTheFrameOfAnotherCamera(int mode) {
        Random random = new Random(5);
        int decoded = 0;
        for (int[] size : SIZES) {
            byte[] blue = jpeg(size, Color.BLUE, mode, random);
            for (int cut = 0; cut < 40; cut++) {
                int[] before = cut % 2 == 0 ? size : SIZES[random.nextInt(SIZES.length)];
                decoder.decode(jpeg(before, Color.RED, mode, random)).close();
                byte[] glued = Arrays.copyOf(blue, blue.length / 3 + random.nextInt(blue.length * 2 / 3));
                glued[glued.length - 2] = (byte) 0xFF;
                glued[glued.length - 1] = (byte) 0xD9;
                try (Image image = decoder.decode(glued)) {
                    decoded++;
                    assertThat(redPixels(image))
                            .as("red pixels in %s x %s, %s of %s bytes", size[0], size[1], glued.length, blue.length)
                            .isZero();
                } catch (UndecodableImageException e) {
                    assertThat(e.getMessage()).doesNotContain("\n");
                }
            }
        }
        assertThat(decoded).isPositive();
    }

    /** Shades of one colour in small fields: enough bytes to be cut anywhere. */
    private static byte[] jpeg(int[] size, Color colour, int mode, Random random) {
        BufferedImage image = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int y = 0; y < size[1]; y += 8) {
            for (int x = 0; x < size[0]; x += 8) {
                float shade = .7f + .3f * random.nextFloat();
                graphics.setColor(new Color(colour.getRed() / 255f * shade, 0, colour.getBlue() / 255f * shade));
                graphics.fillRect(x, y, 8, 8);
            }
        }
        graphics.dispose();
        return Pictures.jpeg(image, mode);
    }

    private static int redPixels(Image image) {
        byte[] bgr = new byte[3 * image.widthPx() * image.heightPx()];
        try (BytePointer data = image.pixels().data()) {
            data.get(bgr);
        }
        int red = 0;
        for (int i = 0; i < bgr.length; i += 3) {
            red += (bgr[i + 2] & 0xFF) > 150 && (bgr[i] & 0xFF) < 100 && (bgr[i + 1] & 0xFF) < 100 ? 1 : 0;
        }
        return red;
    }
}
