package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JpegHeaderTest {
    private static final int WIDTH_PX = 320;
    private static final int HEIGHT_PX = 200;

    private static final byte[] BASELINE = jpeg(BufferedImage.TYPE_INT_RGB, ImageWriteParam.MODE_DISABLED);

    static Stream<Named<byte[]>> kinds() {
        return Stream.of(
                Named.of("baseline", BASELINE),
                Named.of("progressive", jpeg(BufferedImage.TYPE_INT_RGB, ImageWriteParam.MODE_DEFAULT)),
                Named.of("gray", jpeg(BufferedImage.TYPE_BYTE_GRAY, ImageWriteParam.MODE_DISABLED)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsTheSize(byte[] jpeg) {
        assertThat(read(jpeg)).isEqualTo(new JpegHeader(WIDTH_PX, HEIGHT_PX));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusesAPictureCutOffAnywhere(byte[] jpeg) {
        for (int length = 64; length < jpeg.length; length += 64) {
            assertRefused(Arrays.copyOf(jpeg, length), JpegRefusal.Reason.TRUNCATED);
        }
        assertRefused(Arrays.copyOf(jpeg, jpeg.length - 1), JpegRefusal.Reason.TRUNCATED);
    }

    @Test
    void refusesEveryHeaderCutOff() {
        int sos = indexOf(BASELINE, 0xDA);
        for (int length = 2; length <= sos + 2; length++) {
            assertRefused(Arrays.copyOf(BASELINE, length), JpegRefusal.Reason.TRUNCATED);
        }
    }

    @Test
    void anEmbeddedThumbnailsEndIsNotThePicturesEnd() {
        byte[] thumbnail = HexFormat.of().parseHex("ffe10008ffd8ffd90000");
        byte[] whole = inserted(BASELINE, 2, thumbnail);
        int sos = indexOf(whole, 0xDA);

        assertThat(read(whole)).isEqualTo(new JpegHeader(WIDTH_PX, HEIGHT_PX));
        assertRefused(Arrays.copyOf(whole, sos + 40), JpegRefusal.Reason.TRUNCATED);
    }

    @Test
    void readsOnPastFillBytes() {
        byte[] filled = inserted(BASELINE, 2, new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF});

        assertThat(read(filled)).isEqualTo(new JpegHeader(WIDTH_PX, HEIGHT_PX));
    }

    @Test
    void takesPaddingBehindTheEndUpToItsLimit() {
        byte[] jpeg = BASELINE;

        assertThat(read(Arrays.copyOf(jpeg, jpeg.length + 1))).isEqualTo(new JpegHeader(WIDTH_PX, HEIGHT_PX));
        assertThat(read(Arrays.copyOf(jpeg, jpeg.length + 4096))).isEqualTo(new JpegHeader(WIDTH_PX, HEIGHT_PX));
        assertRefused(Arrays.copyOf(jpeg, jpeg.length + 4097), JpegRefusal.Reason.TRUNCATED);
    }

    @Test
    void refusesNoBytesAndOneByte() {
        assertRefused(new byte[0], JpegRefusal.Reason.NOT_JPEG);
        assertRefused(new byte[] {(byte) 0xFF}, JpegRefusal.Reason.NOT_JPEG);
    }

    @Test
    void refusesAPng() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture(BufferedImage.TYPE_INT_RGB), "png", png);

        assertRefused(png.toByteArray(), JpegRefusal.Reason.NOT_JPEG);
    }

    @Test
    void refusesAPictureTooLargeToDecode() {
        byte[] huge = withSize(20_000, 20_000);

        assertThatThrownBy(() -> read(huge))
                .isInstanceOf(JpegRefusal.class)
                .hasMessage("picture too large: its header says 20000 x 20000 pixels; at most 25000000 are served");
        assertRefused(huge, JpegRefusal.Reason.TOO_MANY_PIXELS);
        assertRefused(withSize(65_535, 65_535), JpegRefusal.Reason.TOO_MANY_PIXELS);
    }

    @Test
    void takesExactlyAsManyPixelsAsAllowed() {
        byte[] jpeg = BASELINE;

        assertThat(JpegHeader.read(jpeg, WIDTH_PX * HEIGHT_PX)).isEqualTo(new JpegHeader(WIDTH_PX, HEIGHT_PX));
        assertThatThrownBy(() -> JpegHeader.read(jpeg, WIDTH_PX * HEIGHT_PX - 1))
                .isInstanceOf(JpegRefusal.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 200", "320, 0"})
    void refusesAPictureWithoutPixels(int widthPx, int heightPx) {
        assertRefused(withSize(widthPx, heightPx), JpegRefusal.Reason.NOT_JPEG);
    }

    @ParameterizedTest
    @CsvSource({
        "ffd8 0000, NOT_JPEG, no marker",
        "ffd8 ffe0 0001, NOT_JPEG, segment shorter than its own length",
        "ffd8 ffc0 0007 08 0010 0010 ffda, NOT_JPEG, frame header too short",
        "ffd8 ffda 0002 00 ffd9, NOT_JPEG, picture data without frame header",
        "ffd8 ffd9, TRUNCATED, end without picture data",
        "ffd8 ffc0, TRUNCATED, nothing behind a marker",
        "ffd8 ffc0 0011 08 0010, TRUNCATED, cut off in the frame header",
    })
    void refusesBrokenHeaders(String hex, JpegRefusal.Reason reason, String what) {
        assertThat(refusal(HexFormat.of().parseHex(hex.replace(" ", ""))).reason())
                .as(what)
                .isEqualTo(reason);
    }

    @Test
    void aDamagedHeaderIsRefusedOrAnswered() {
        Random random = new Random(7);
        byte[] whole = BASELINE;
        int header = indexOf(whole, 0xDA) + 14;
        int answered = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] jpeg = whole.clone();
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                jpeg[random.nextInt(header)] = (byte) random.nextInt(256);
            }
            try {
                JpegHeader answer = read(jpeg);
                assertThat((long) answer.widthPx() * answer.heightPx()).isBetween(1L, Limits.MAX_FRAME_PIXELS);
                answered++;
            } catch (JpegRefusal e) {
                assertThat(e.reason()).isNotNull();
            }
        }
        assertThat(answered).isBetween(1, 9_999);
    }

    @Test
    void noiseBehindAStartMarkerIsRefusedOrAnswered() {
        Random random = new Random(8);
        byte[] markers = {(byte) 0xC0, (byte) 0xC2, (byte) 0xC4, (byte) 0xDA, (byte) 0xE0, (byte) 0xD9};
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[2 + random.nextInt(60)];
            random.nextBytes(noise);
            noise[0] = (byte) 0xFF;
            noise[1] = (byte) 0xD8;
            for (int at = 2; at + 3 < noise.length; at += 4 + random.nextInt(8)) {
                noise[at] = (byte) 0xFF;
                noise[at + 1] = markers[random.nextInt(markers.length)];
                noise[at + 2] = 0;
            }
            try {
                assertThat(read(noise).widthPx()).isPositive();
            } catch (JpegRefusal e) {
                assertThat(e.reason()).isNotNull();
            }
        }
    }

    private static JpegHeader read(byte[] jpeg) {
        return JpegHeader.read(jpeg, Limits.MAX_FRAME_PIXELS);
    }

    private static void assertRefused(byte[] jpeg, JpegRefusal.Reason reason) {
        assertThat(refusal(jpeg).reason()).as("%d bytes", jpeg.length).isEqualTo(reason);
    }

    private static JpegRefusal refusal(byte[] jpeg) {
        JpegRefusal refusal = catchThrowableOfType(JpegRefusal.class, () -> read(jpeg));
        assertThat(refusal).as("%d bytes", jpeg.length).isNotNull();
        return refusal;
    }

    /** The baseline picture whose header claims another size. */
    private static byte[] withSize(int widthPx, int heightPx) {
        byte[] jpeg = BASELINE.clone();
        int sof = indexOf(jpeg, 0xC0);
        jpeg[sof + 5] = (byte) (heightPx >> 8);
        jpeg[sof + 6] = (byte) heightPx;
        jpeg[sof + 7] = (byte) (widthPx >> 8);
        jpeg[sof + 8] = (byte) widthPx;
        return jpeg;
    }

    private static byte[] inserted(byte[] jpeg, int at, byte[] segment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, at);
        out.writeBytes(segment);
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }

    private static int indexOf(byte[] jpeg, int marker) {
        for (int at = 2; at + 3 < jpeg.length; ) {
            if ((jpeg[at + 1] & 0xFF) == marker) {
                return at;
            }
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
        }
        throw new AssertionError("no marker " + Integer.toHexString(marker));
    }

    private static byte[] jpeg(int imageType, int progressiveMode) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(progressiveMode);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture(imageType), null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Noise: hard to compress, so that there is much picture data. */
    private static BufferedImage picture(int imageType) {
        BufferedImage picture = new BufferedImage(WIDTH_PX, HEIGHT_PX, imageType);
        Random random = new Random(1);
        for (int y = 0; y < HEIGHT_PX; y++) {
            for (int x = 0; x < WIDTH_PX; x++) {
                picture.setRGB(x, y, random.nextInt());
            }
        }
        return picture;
    }
}
