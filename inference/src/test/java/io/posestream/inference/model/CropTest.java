package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden numbers: MMPose's TopdownAffine, and OpenCV's warpAffine. */
class CropTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final float[] TALL = {100, 50, 300, 450};
    private static final float[] WIDE = {10, 20, 410, 220};

    @Test
    void aTallBoxGrowsToTheNetworksAspect() {
        Crop crop = Crop.of(TALL, 1.25, 192, 256);

        assertThat(crop).isEqualTo(new Crop(200, 250, 375, 500, 0, false, 192, 256));
        assertThat(crop.matrix()).containsExactly(new double[] {.512, 0, -6.4, 0, .512, 0}, CLOSE);
        assertMaps(crop, 150, 100, 70.4, 51.2);
    }

    @Test
    void aWideBoxGrowsToTheNetworksAspect() {
        Crop crop = Crop.of(WIDE, 1.25, 192, 256);

        assertThat(crop.scaleX()).isEqualTo(500);
        assertThat(crop.scaleY()).isCloseTo(2000 / 3., CLOSE);
        assertThat(crop.matrix()).containsExactly(new double[] {.384, 0, 15.36, 0, .384, 81.92}, CLOSE);
        assertMaps(crop, 150, 100, 72.96, 120.32);
    }

    private static void assertMaps(Crop crop, double frameX, double frameY, double cropX, double cropY) {
        assertThat(crop.toCrop(frameX, frameY)).containsExactly(new double[] {cropX, cropY}, CLOSE);
    }

    @Test
    void simccBinsBecomeFramePixels() {
        Crop crop = Crop.of(TALL, 1.25, 192, 256);

        double[] place = crop.toFrame(201 / 2., 88 / 2.);
        assertThat(place[0]).isCloseTo(208.789, within(5e-4));
        assertThat(place[1]).isEqualTo(85.9375);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,640,480,0,false",
        "100,50,300,450,0,true",
        "-30,-80,15,400,30,false",
        "3.25,7.5,4.25,9.75,-80,true",
        "600,10,3000,20,180,false"
    })
    void framePixelsComeBackFromTheCrop(
            float x1, float y1, float x2, float y2, double rotationDegrees, boolean mirrored) {
        Crop crop =
                Crop.around((x1 + x2) / 2.0, (y1 + y2) / 2.0, x2 - x1, y2 - y1, rotationDegrees, mirrored, 192, 256);

        for (double[] point : new double[][] {{x1, y1}, {x2, y2}, {x1, y2}, {0, 0}, {123.25, 77.5}}) {
            double[] inCrop = crop.toCrop(point[0], point[1]);
            assertThat(crop.toFrame(inCrop[0], inCrop[1])).containsExactly(point, within(1e-6));
        }
    }

    @Test
    void aTurnedBoxStandsUprightInItsCrop() {
        Crop crop = Crop.around(200, 250, 300, 400, 90, false, 192, 256);

        // MMPose: the direction (-w/2, 0), turned by the rotation, comes to lie on (-96, 0).
        assertMaps(crop, 200, 250, 96, 128);
        assertMaps(crop, 200, 100, 0, 128);
        assertMaps(crop, 400, 250, 96, 0);
    }

    @Test
    void aMirroredCropIsTheCropOfTheMirroredFrame() {
        Crop mirrored = Crop.around(200, 250, 300, 400, 20, true, 192, 256);
        Crop ofMirroredFrame = Crop.around(639 - 200, 250, 300, 400, 20, false, 192, 256);

        assertThat(mirrored.toCrop(123, 77)).containsExactly(ofMirroredFrame.toCrop(639 - 123, 77), CLOSE);
    }

    @Test
    void inAMirrorEveryPlaceIsOnTheOtherSideOfTheMiddle() {
        Crop crop = Crop.around(200, 250, 300, 400, 20, true, 192, 256);
        double[] place = crop.toCrop(123, 77);

        assertThat(crop.mirror().toCrop(123, 77)).containsExactly(new double[] {192 - place[0], place[1]}, CLOSE);
        assertThat(crop.mirror().mirror()).isEqualTo(crop);
    }

    @Test
    void theBoxIsInsideItsCrop() {
        Crop crop = Crop.of(WIDE, 1.25, 192, 256);

        double[] topLeft = crop.toFrame(0, 0);
        double[] bottomRight = crop.toFrame(192, 256);
        assertThat(topLeft[0]).isLessThanOrEqualTo(10);
        assertThat(topLeft[1]).isLessThanOrEqualTo(20);
        assertThat(bottomRight[0]).isGreaterThanOrEqualTo(410);
        assertThat(bottomRight[1]).isGreaterThanOrEqualTo(220);
    }

    @Test
    void warpsAsOpenCvDoes() {
        Crop crop = new Crop(35.9375, 31.25, 46.875, 62.5, 0, false, 24, 32);

        try (Image image = Pictures.golden();
                Image cropped = crop.cut(image)) {
            Mat cut = cropped.pixels();
            assertThat(crop.matrix()).containsExactly(new double[] {.512, 0, -6.4, 0, .512, 0}, CLOSE);
            assertThat(cut.cols()).isEqualTo(24);
            assertThat(cut.rows()).isEqualTo(32);
            assertThat(Pictures.pixel(cut, 0, 12)).containsExactly(211, 240, 13);
            assertThat(Pictures.pixel(cut, 5, 3)).containsExactly(51, 80, 109);
            assertThat(Pictures.pixel(cut, 11, 12)).containsExactly(106, 135, 164);
            assertThat(Pictures.pixel(cut, 12, 5)).containsExactly(0, 0, 0);
            assertThat(Pictures.sum(cut)).isEqualTo(57886); // 57906 from a cv2 of another version
        }
    }

    @Test
    void isBlackOutsideTheFrame() {
        try (Image white = Pictures.of(40, 40, (y, x, c) -> 255);
                Image cut = Crop.of(new float[] {-100, -100, -50, -50}, 1.25, 24, 32)
                        .cut(white)) {
            assertThat(Pictures.sum(cut.pixels())).isZero();
        }
    }
}
