package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SlopeTest {
    @Test
    void findsTheSlopeOfALine() {
        assertThat(Slope.of(new double[] {0, 1, 2, 5}, new double[] {7, 9, 11, 17}))
                .isEqualTo(2);
    }

    @Test
    void isDeafToNoiseAndOutliersWhateverTheirNumberOfSamples() {
        for (int samples : new int[] {50, 500, 501, 3600}) {
            Random random = new Random(3);
            double[] x = IntStream.range(0, samples).asDoubleStream().toArray();
            double[] y = IntStream.range(0, samples)
                    .mapToDouble(i -> .5 * i + random.nextGaussian() + (i % 10 == 0 ? 1000 : 0))
                    .toArray();
            assertThat(Slope.of(x, y)).as("%d samples", samples).isCloseTo(.5, within(.02));
        }
    }

    @Test
    void isFlatWhereThereIsNoTrendToTell() {
        assertThat(Slope.of(new double[0], new double[0])).isZero();
        assertThat(Slope.of(new double[] {1}, new double[] {5})).isZero();
        assertThat(Slope.of(new double[] {1, 1}, new double[] {5, 9})).isZero();
    }
}
