package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Legend: two keypoints that exchange sides and one in the middle, on axes of six. */
class FlipTestTest {
    private static final int[] SIDES = {1, 0, 2};

    @Test
    void mmposeReversesBins() {
        Tensor plain = axis(row(1), row(0), row(0));

        FlipTest.MMPOSE.average(plain, axis(row(0), row(4), row(0)), SIDES, true);

        // reversed, 4 is 1: the two peaks fall together
        assertThat(plain.data()).startsWith(0, 1, 0, 0, 0, 0);
    }

    @Test
    void exactlyMirroredBinsAreOneFurther() {
        Tensor plain = axis(row(2), row(0), row(0));

        FlipTest.EXACT.average(plain, axis(row(0), row(4), row(0)), SIDES, true);

        assertThat(plain.data()).startsWith(0, 0, 1, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"MMPOSE", "EXACT"})
    void aMirroredHeatmapIsShiftedByOneCell(FlipTest flip) {
        Tensor plain = maps(row(2), row(0), row(0));

        flip.average(plain, maps(row(0), row(4), row(0)), SIDES, true);

        assertThat(plain.data()).startsWith(0, 0, 1, 0, 0, 0);
        // the second row of the map, which was all ones
        assertThat(plain.data()[6]).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MMPOSE", "EXACT"})
    void alongTheOtherAxisOnlySidesAreExchanged(FlipTest flip) {
        Tensor plain = axis(row(2), row(0), row(3));

        flip.average(plain, axis(row(5), row(2), row(3)), SIDES, false);

        assertThat(plain.data()).containsExactly(0, 0, 1, 0, 0, 0, .5f, 0, 0, 0, 0, .5f, 0, 0, 0, 1, 0, 0);
    }

    @Test
    void everySampleOfABatchIsAveraged() {
        Tensor plain = new Tensor(new long[] {2, 1, 2}, new float[] {1, 2, 3, 4});
        Tensor mirrored = new Tensor(new long[] {2, 1, 2}, new float[] {10, 20, 30, 40});

        FlipTest.MMPOSE.average(plain, mirrored, new int[] {0}, true);

        assertThat(plain.data()).containsExactly(10.5f, 6, 21.5f, 17);
    }

    private static float[] row(int peak) {
        float[] row = new float[6];
        row[peak] = 1;
        return row;
    }

    private static Tensor axis(float[]... rows) {
        float[] data = new float[6 * rows.length];
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(rows[k], 0, data, 6 * k, 6);
        }
        return new Tensor(new long[] {1, rows.length, 6}, data);
    }

    private static Tensor maps(float[]... rows) {
        float[] data = new float[12 * rows.length];
        Arrays.fill(data, 1);
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(rows[k], 0, data, 12 * k, 6);
        }
        return new Tensor(new long[] {1, rows.length, 2, 6}, data);
    }
}
