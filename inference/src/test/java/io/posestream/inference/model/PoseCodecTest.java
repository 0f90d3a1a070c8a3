package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoseCodecTest {
    private final SimccCodec simcc = new SimccCodec(2);
    private final HeatmapCodec heatmap = new HeatmapCodec(32, 40);

    @Test
    void simccTakesTheFirstMaximumOfEachAxis() {
        Tensor x = axis(1, 1, 0, .2f, .9f, .9f, .1f);
        Tensor y = axis(1, 1, .5f, .5f, .5f);

        assertThat(simcc.decode(new Tensor[] {x, y}, 0, 0)).containsExactly(1f, 0f, .5f);
    }

    @Test
    void simccScoresByTheSmallerAxis() {
        Tensor x = axis(1, 1, 0, 0, .25f, 0);
        Tensor y = axis(1, 1, 0, 1.5f, 0, 0);

        assertThat(simcc.decode(new Tensor[] {x, y}, 0, 0)).containsExactly(1f, .5f, .25f);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "-.5,.5", "0,0"})
    void simccWithoutAnyResponseIsAtBinMinusOne(float peakX, float peakY) {
        Tensor x = axis(1, 1, -1, peakX, -1, -1);
        Tensor y = axis(1, 1, -1, -1, peakY, -1);

        assertThat(simcc.decode(new Tensor[] {x, y}, 0, 0)).containsExactly(-.5f, -.5f, Math.min(peakX, peakY));
    }

    @Test
    void simccReadsTheKeypointOfTheSampleThatIsAskedFor() {
        Tensor x = axis(2, 2, 9, 0, 0, 0, 9, 0, 0, 0, 9, 8, 0, 0);
        Tensor y = axis(2, 2, 0, 1, 2, 0, 2, 1, 0, 1, 2, 3, 2, 1);

        assertThat(simcc.decode(new Tensor[] {x, y}, 1, 0)).containsExactly(1f, 1f, 2f);
        assertThat(simcc.decode(new Tensor[] {x, y}, 1, 1)).containsExactly(0f, 0f, 3f);
        assertThat(simcc.decode(new Tensor[] {x, y}, 0, 1)).containsExactly(.5f, .5f, 2f);
    }

    /** Encoded as REFERENCE says: a Gaussian of sigma 4.9 and 5.66 bins around the rounded bin. */
    @Test
    void simccDecodesWhatItsEncodingMadeToHalfABin() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            double xPx = random.nextDouble() * 191;
            double yPx = random.nextDouble() * 255;
            Tensor x = gaussian(xPx, 384, 4.9);
            Tensor y = gaussian(yPx, 512, 5.66);

            float[] point = simcc.decode(new Tensor[] {x, y}, 0, 0);

            assertThat(point[0]).isEqualTo((float) (Math.rint(2 * xPx) / 2));
            assertThat(point[1]).isEqualTo((float) (Math.rint(2 * yPx) / 2));
            assertThat(point[2]).isEqualTo(1);
        }
    }

    private static Tensor gaussian(double px, int bins, double sigmaBins) {
        float[] response = new float[bins];
        double centre = Math.rint(2 * px);
        for (int i = 0; i < bins; i++) {
            response[i] = (float) Math.exp(-(i - centre) * (i - centre) / (2 * sigmaBins * sigmaBins));
        }
        return axis(1, 1, response);
    }

    @Test
    void simccRefusesOtherShapes() {
        Tensor good = axis(1, 17, new float[17 * 4]);
        Tensor bad = axis(1, 16, new float[16 * 4]);

        assertThatThrownBy(() -> simcc.check(new Tensor[] {good, bad}, 1, 17))
                .isInstanceOf(ModelException.class)
                .hasMessage("output of shape [1, 16, 4]; expected [1, 17, bins]");
    }

    /** 8 x 10 cells for 32 x 40 pixels: a cell is four pixels. */
    @Test
    void heatmapShiftsAQuarterTowardsTheHigherNeighbour() {
        float[] map = new float[80];
        map[5 * 8 + 3] = .8f;
        map[5 * 8 + 4] = .3f;
        map[4 * 8 + 3] = .2f;

        assertThat(heatmap.decode(maps(map), 0, 0)).containsExactly((3 + .25f) * 4, (5 - .25f) * 4, .8f);
    }

    @Test
    void heatmapStaysBetweenEqualNeighbours() {
        float[] map = new float[80];
        map[5 * 8 + 3] = .8f;

        assertThat(heatmap.decode(maps(map), 0, 0)).containsExactly(12f, 20f, .8f);
    }

    /** MMPose refines only inside 1 < x < width - 1. */
    @ParameterizedTest
    @CsvSource({"0,5", "1,5", "7,5", "3,0", "3,1", "3,9", "0,0", "7,9"})
    void heatmapDoesNotShiftAtTheBorder(int cellX, int cellY) {
        float[] map = new float[80];
        for (int i = 0; i < map.length; i++) {
            map[i] = i * .001f;
        }
        map[cellY * 8 + cellX] = 1;

        assertThat(heatmap.decode(maps(map), 0, 0)).containsExactly(cellX * 4f, cellY * 4f, 1f);
    }

    @Test
    void heatmapReadsTheKeypointOfTheSampleThatIsAskedFor() {
        float[] maps = new float[2 * 3 * 80];
        maps[(1 * 3 + 2) * 80 + 4 * 8 + 5] = .7f;
        Tensor[] outputs = {new Tensor(new long[] {2, 3, 10, 8}, maps)};

        assertThat(heatmap.decode(outputs, 1, 2)).containsExactly(20f, 16f, .7f);
        assertThat(heatmap.decode(outputs, 1, 1)).containsExactly(0f, 0f, 0f);
    }

    @Test
    void heatmapRefusesOtherShapes() {
        Tensor[] outputs = {new Tensor(new long[] {1, 16, 10, 8}, new float[16 * 80])};

        assertThatThrownBy(() -> heatmap.check(outputs, 1, 17))
                .isInstanceOf(ModelException.class)
                .hasMessage("output of shape [1, 16, 10, 8]; expected [1, 17, h, w]");
    }

    private static Tensor axis(int samples, int keypoints, float... data) {
        return new Tensor(new long[] {samples, keypoints, data.length / samples / keypoints}, data);
    }

    private static Tensor[] maps(float[] map) {
        return new Tensor[] {new Tensor(new long[] {1, 1, 10, 8}, map)};
    }
}
