package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxTest {
    /** Golden numbers: cv2.resize, bilinear. */
    @Test
    void resizesAsOpenCvDoesAndPadsWithGrey() {
        try (Image image = Pictures.golden();
                Mat fitted = Letterbox.of(image, 32, 32).fit(image)) {
            assertThat(Pictures.pixel(fitted, 0, 0)).containsExactly(1, 31, 59);
            assertThat(Pictures.pixel(fitted, 0, 31)).containsExactly(211, 240, 14);
            assertThat(Pictures.pixel(fitted, 10, 16)).containsExactly(66, 95, 124);
            assertThat(Pictures.pixel(fitted, 19, 31)).containsExactly(108, 137, 166);
            assertThat(Pictures.pixel(fitted, 20, 0)).containsExactly(114, 114, 114);
            assertThat(Pictures.pixel(fitted, 31, 31)).containsExactly(114, 114, 114);
            assertThat(Pictures.sum(fitted)).isEqualTo(248259 + 12 * 32 * 3 * 114);
        }
    }

    /** One column out to the left and three rows down. */
    @Test
    void standsElsewhereAndSticksOut() {
        try (Image image = Pictures.of(4, 4, (y, x, c) -> 40 * x + 10 * y)) {
            Letterbox moved = Letterbox.of(image, 4, 8).with(1, -1, 3);
            try (Image fitted = moved.fitted(image)) {
                assertThat(Pictures.pixel(fitted.pixels(), 2, 0)).containsExactly(114, 114, 114);
                assertThat(Pictures.pixel(fitted.pixels(), 3, 0)).containsExactly(40, 40, 40);
                assertThat(Pictures.pixel(fitted.pixels(), 6, 2)).containsExactly(150, 150, 150);
                assertThat(Pictures.pixel(fitted.pixels(), 6, 3)).containsExactly(114, 114, 114);
                assertThat(Pictures.pixel(fitted.pixels(), 7, 1)).containsExactly(114, 114, 114);
                assertThat(fitted.widthPx()).isEqualTo(4);
                assertThat(fitted.heightPx()).isEqualTo(8);
            }
            assertThat(moved.inputX(3)).isEqualTo(2);
            assertThat(moved.inputY(3)).isEqualTo(6);
        }
    }

    /** 20 · 8 / 64 = 2.5 and 28 · 8 / 64 = 3.5: both go to the even neighbour. */
    @ParameterizedTest
    @CsvSource({"64,20,2", "64,28,4", "64,64,8", "64,1,1"})
    void roundsTheSizeHalfToEven(int widthPx, int heightPx, int scaledHeight) {
        try (Image image = Pictures.of(widthPx, heightPx, (y, x, c) -> 255);
                Mat fitted = Letterbox.of(image, 8, 8).fit(image)) {
            int rows = 0;
            while (rows < 8 && Pictures.pixel(fitted, rows, 0)[0] == 255) {
                rows++;
            }
            assertThat(rows).isEqualTo(scaledHeight);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280,720,320,.25", "720,1280,320,.25", "160,80,320,2", "37,23,32,0.864864864"})
    void inputPixelsBecomeFramePixels(int widthPx, int heightPx, int inputPx, double ratio) {
        try (Image image = Pictures.of(widthPx, heightPx, (y, x, c) -> 0)) {
            Letterbox letterbox = Letterbox.of(image, inputPx, inputPx);

            assertThat(letterbox.ratio()).isCloseTo(ratio, within(1e-8));
            assertThat(letterbox.frame((float) (100 * letterbox.ratio()))).isCloseTo(100, within(1e-4f));
        }
    }
}
