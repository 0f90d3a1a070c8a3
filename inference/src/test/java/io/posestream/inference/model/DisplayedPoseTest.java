package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.Slot;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever kind of JPEG it is, its keypoints stand where a viewer shows the white spot. */
class DisplayedPoseTest {
    private static final int WIDTH_PX = 200;
    private static final int HEIGHT_PX = 160;
    private static final int SPOT_X = 60;
    private static final int SPOT_Y = 40;
    private static final int RADIUS_PX = 4;
    /** The spot's radius and two pixels of the crop. */
    private static final float CLOSE_PX = 14;

    @TempDir
    Path temp;

    private ModelFolder folder;

    @BeforeEach
    void importNet() throws IOException {
        folder = new ModelFolder(temp.resolve("models"));
        Path net = Files.write(temp.resolve("net.onnx"), OnnxGraphs.simcc(1, 21, 48, 64));
        folder.importModel(net, Slot.POSE, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "1,60,40", "2,139,40", "3,139,119", "4,60,119",
        "5,40,60", "6,119,60", "7,119,139", "8,40,139",
    })
    void anOrientedPicture(int orientation, int x, int y) {
        byte[] plain = Pictures.jpeg(spot(BufferedImage.TYPE_INT_RGB), ImageWriteParam.MODE_DISABLED);
        byte[] exif =
                segment(0xE1, "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0" + (char) orientation + "\0\0\0\0\0\0");

        assertPosedAt(inserted(plain, exif), x, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY})
    void aProgressivePicture(int type) {
        assertPosedAt(Pictures.jpeg(spot(type), ImageWriteParam.MODE_DEFAULT), SPOT_X, SPOT_Y);
    }

    @Test
    void aGrayPicture() {
        byte[] jpeg = Pictures.jpeg(spot(BufferedImage.TYPE_BYTE_GRAY), ImageWriteParam.MODE_DISABLED);

        assertPosedAt(jpeg, SPOT_X, SPOT_Y);
    }

    /** As Adobe writes CMYK: inverted, so that 255 is no ink. */
    @Test
    void aPictureInFourInks() throws IOException {
        byte[] adobe = segment(0xEE, "Adobe\0\144\0\0\0\0\0");

        assertPosedAt(inserted(fourBands(), adobe), SPOT_X, SPOT_Y);
    }

    private void assertPosedAt(byte[] jpeg, int x, int y) {
        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(jpeg);
                PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)) {
            float[] box = {0, 0, image.widthPx(), image.heightPx()};
            PoseEstimator.People onePerson = new PoseEstimator.People(image, List.of(new Detection(1, box)));
            Person person = pose.estimate(List.of(onePerson)).get(0).get(0);
            assertThat(person.xPx(20)).isCloseTo(x, within(CLOSE_PX));
            assertThat(person.yPx(20)).isCloseTo(y, within(CLOSE_PX));
            assertThat(Arrays.stream(Pictures.pixel(image.pixels(), y, x)).min().orElseThrow())
                    .isGreaterThan(200);
            int[] middle = Pictures.pixel(image.pixels(), image.heightPx() / 2, image.widthPx() / 2);
            assertThat(Arrays.stream(middle).max().orElseThrow()).isLessThan(50);
        }
    }

    private static BufferedImage spot(int type) {
        BufferedImage image = new BufferedImage(WIDTH_PX, HEIGHT_PX, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(SPOT_X - RADIUS_PX, SPOT_Y - RADIUS_PX, 2 * RADIUS_PX + 1, 2 * RADIUS_PX + 1);
        graphics.dispose();
        return image;
    }

    private static byte[] fourBands() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH_PX, HEIGHT_PX, 4, null);
        int side = 2 * RADIUS_PX + 1;
        int[] white = new int[4 * side * side];
        Arrays.fill(white, 255);
        raster.setPixels(SPOT_X - RADIUS_PX, SPOT_Y - RADIUS_PX, side, side, white);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** @param content its characters are its bytes */
    private static byte[] segment(int marker, String content) {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.write(0xFF);
        segment.write(marker);
        segment.write(0);
        segment.write(content.length() + 2);
        segment.writeBytes(content.getBytes(StandardCharsets.ISO_8859_1));
        return segment.toByteArray();
    }

    /** Behind the start marker. */
    private static byte[] inserted(byte[] jpeg, byte[] segment) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(jpeg, 0, 2);
        all.writeBytes(segment);
        all.write(jpeg, 2, jpeg.length - 2);
        return all.toByteArray();
    }
}
