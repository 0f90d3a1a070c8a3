package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Histogram.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistogramTest {
    @ParameterizedTest
    @EnumSource
    void everyValueCountsWhereItsBucketSays(Scale scale) {
        for (int bucket = 0; bucket < scale.buckets(); bucket++) {
            assertThat(scale.bucket(scale.bound(bucket + .5))).isEqualTo(bucket);
        }
        assertThat(scale.bucket(-1)).isZero();
        assertThat(scale.bucket(Double.NaN)).isZero();
        assertThat(scale.bucket(1e300)).isEqualTo(scale.buckets() - 1);
    }

    @Test
    void theScalesGoAsFarAsTheySay() {
        assertThat(Scale.UNIT.bound(100)).isEqualTo(1);
        assertThat(Scale.MICROS.bound(64)).isCloseTo(4_194_304, within(1.));
        assertThat(Scale.RATIO.bound(64)).isCloseTo(16, within(1e-9));
    }

    @Test
    void quantilesAreWithinABucketOfTheValues() {
        Histogram spread = of(Scale.UNIT, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1);
        assertThat(spread.quantile(.5)).isCloseTo(.5, within(.011));
        assertThat(spread.quantile(.05)).isCloseTo(.1, within(.011));
        assertThat(of(Scale.RATIO, 2, 2, 2).quantile(.5)).isCloseTo(2, within(.1));
        assertThat(of(Scale.MICROS, 20_000).quantile(.5)).isCloseTo(20_000, within(2_000.));
        assertThat(Histogram.empty(Scale.UNIT).quantile(.5)).isNaN();
    }

    @Test
    void deviationTellsSpreadFromNone() {
        assertThat(of(Scale.UNIT, .5, .5, .5).deviation()).isZero();
        assertThat(of(Scale.UNIT, .2, .8).deviation()).isCloseTo(.3, within(.01));
        assertThat(Histogram.empty(Scale.UNIT).deviation()).isNaN();
    }

    @Test
    void distanceIsZeroOfTheSameAndOneOfWhatDoesNotOverlap() {
        Histogram low = of(Scale.UNIT, .1, .2);
        assertThat(low.distance(low)).isZero();
        assertThat(low.distance(of(Scale.UNIT, .7))).isEqualTo(1);
        assertThat(low.distance(of(Scale.UNIT, .1, .9))).isEqualTo(.5);
        assertThat(low.distance(Histogram.empty(Scale.UNIT))).isNaN();
    }

    @Test
    void refusesAnotherScale() {
        Histogram unit = Histogram.empty(Scale.UNIT);
        assertThatThrownBy(() -> unit.plus(Histogram.empty(Scale.RATIO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a histogram of RATIO added to one of UNIT");
        assertThatThrownBy(() -> new Histogram(Scale.UNIT, List.of(1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 counts on a scale of 100");
    }

    private static Histogram of(Scale scale, double... values) {
        List<Long> counts = new ArrayList<>(Collections.nCopies(scale.buckets(), 0L));
        for (double value : values) {
            counts.set(scale.bucket(value), counts.get(scale.bucket(value)) + 1);
        }
        return new Histogram(scale, counts);
    }
}
