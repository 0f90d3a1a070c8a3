package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.Limits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegDecoderTest {
    private static final int WIDTH_PX = 96;
    private static final int HEIGHT_PX = 64;
    private static final byte[] BASELINE = Pictures.jpeg(WIDTH_PX, HEIGHT_PX);

    private final JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);

    @ParameterizedTest
    @ValueSource(ints = {ImageWriteParam.MODE_DISABLED, ImageWriteParam.MODE_DEFAULT})
    void decodesBaselineAndProgressive(int mode) {
        byte[] jpeg = Pictures.jpeg(Pictures.quarters(WIDTH_PX, HEIGHT_PX, BufferedImage.TYPE_INT_RGB), mode);

        try (Image image = decoder.decode(jpeg)) {
            assertThat(image.widthPx()).isEqualTo(WIDTH_PX);
            assertThat(image.heightPx()).isEqualTo(HEIGHT_PX);
            assertThat(colour(image, 8, 8)).isEqualTo("red");
            assertThat(colour(image, 8, 88)).isEqualTo("green");
            assertThat(colour(image, 56, 8)).isEqualTo("blue");
            assertThat(colour(image, 56, 88)).isEqualTo("white");
        }
    }

    @Test
    void grayBecomesThreeEqualChannels() {
        byte[] jpeg = Pictures.jpeg(
                Pictures.quarters(WIDTH_PX, HEIGHT_PX, BufferedImage.TYPE_BYTE_GRAY), ImageWriteParam.MODE_DISABLED);

        try (Image image = decoder.decode(jpeg)) {
            int[] pixel = Pictures.pixel(image.pixels(), 8, 8);
            assertThat(pixel).containsOnly(pixel[0]);
            assertThat(image.pixels().channels()).isEqualTo(3);
        }
    }

    /** Corner: what stands at the top left once the picture is turned as its EXIF orientation says. */
    @ParameterizedTest
    @CsvSource({"1,red", "2,green", "3,white", "4,blue", "5,red", "6,blue", "7,white", "8,green"})
    void turnsThePictureAsItIsDisplayed(int orientation, String corner) {
        try (Image image = decoder.decode(withOrientation(orientation))) {
            assertThat(image.widthPx()).isEqualTo(orientation < 5 ? WIDTH_PX : HEIGHT_PX);
            assertThat(image.heightPx()).isEqualTo(orientation < 5 ? HEIGHT_PX : WIDTH_PX);
            assertThat(colour(image, 8, 8)).isEqualTo(corner);
        }
    }

    private static byte[] withOrientation(int orientation) {
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(BASELINE, 0, 2);
        turned.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34});
        turned.writeBytes("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII));
        // one entry at byte 8: orientation (0x0112), one SHORT
        turned.writeBytes(new byte[] {0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
        turned.writeBytes(new byte[] {0, 0, 0, 0});
        turned.write(BASELINE, 2, BASELINE.length - 2);
        return turned.toByteArray();
    }

    private static String colour(Image image, int y, int x) {
        int[] bgr = Pictures.pixel(image.pixels(), y, x);
        boolean blue = bgr[0] > 128;
        boolean green = bgr[1] > 128;
        boolean red = bgr[2] > 128;
        if (blue && green && red) {
            return "white";
        }
        return red ? "red" : green ? "green" : blue ? "blue" : "black";
    }

    @Test
    void refusesTruncatedPictures() {
        for (int length = 0; length < BASELINE.length; length += 7) {
            byte[] cut = Arrays.copyOf(BASELINE, length);

            assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(UndecodableImageException.class);
        }
    }

    /** OpenCV answers a cut-off picture with what it decoded before (opencv #26488). */
    @Test
    void aTruncatedPictureNeverShowsTheOneBefore() {
        byte[] cut = Arrays.copyOf(BASELINE, BASELINE.length / 2);
        decoder.decode(BASELINE).close();

        assertThatThrownBy(() -> decoder.decode(cut))
                .isInstanceOf(UndecodableImageException.class)
                .hasMessageStartingWith("truncated JPEG");
    }

    /** Whether a broken picture decodes is libjpeg's business; that nothing else is thrown is ours. */
    @Test
    void garbageBetweenHeaderAndEndIsAPictureOrRefused() {
        Random random = new Random(42);
        for (int i = 0; i < 500; i++) {
            byte[] garbage = BASELINE.clone();
            int from = i % 2 == 0 ? BASELINE.length / 2 : 2;
            for (int hit = 0; hit < 1 + i % 40; hit++) {
                garbage[from + random.nextInt(garbage.length - 2 - from)] = (byte) random.nextInt(256);
            }
            try (Image image = decoder.decode(garbage)) {
                assertThat(image.widthPx()).isPositive();
                assertThat(image.pixels().channels()).isEqualTo(3);
            } catch (UndecodableImageException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }

    @Test
    void refusesAHugePictureByItsHeader() {
        byte[] huge = BASELINE.clone();
        int sof = indexOfMarker(huge, 0xC0);
        huge[sof + 5] = huge[sof + 7] = (byte) (20_000 >> 8);
        huge[sof + 6] = huge[sof + 8] = (byte) 20_000;

        assertThatThrownBy(() -> decoder.decode(huge))
                .isInstanceOf(UndecodableImageException.class)
                .hasMessageContaining("20000 x 20000");
    }

    private static int indexOfMarker(byte[] jpeg, int marker) {
        for (int at = 0; ; at++) {
            if ((jpeg[at] & 0xFF) == 0xFF && (jpeg[at + 1] & 0xFF) == marker) {
                return at;
            }
        }
    }

    @Test
    void refusesWhatIsNoJpeg() {
        assertThatThrownBy(() -> decoder.decode("<html>".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(UndecodableImageException.class)
                .hasMessageStartingWith("not a JPEG");
    }
}
