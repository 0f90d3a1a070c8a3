package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class AgeHistogramTest {
    private final AgeHistogram histogram = new AgeHistogram();

    @Test
    void isAllZeroWhileItIsEmpty() {
        assertThat(histogram.percentiles()).isEqualTo(new AgeHistogram.Percentiles(0, 0, 0, 0));
    }

    @Test
    void isExactBelow64Micros() {
        for (int micros = 1; micros <= 60; micros++) {
            histogram.record(micros);
        }
        assertThat(histogram.percentiles()).isEqualTo(new AgeHistogram.Percentiles(60, .030, .057, .060));
    }

    @Test
    void isAtMostOneThirtySecondAboveTheTruth() {
        Random random = new Random(3);
        long[] micros = new long[10_000];
        for (int n = 0; n < micros.length; n++) {
            micros[n] = (long) Math.exp(random.nextDouble() * 20);
            histogram.record(micros[n]);
        }
        Arrays.sort(micros);
        AgeHistogram.Percentiles ages = histogram.percentiles();
        assertThat(ages.p50Ms() / (micros[4_999] / 1000.0)).isBetween(1.0, 1 + 1 / 32.0);
        assertThat(ages.p95Ms() / (micros[9_499] / 1000.0)).isBetween(1.0, 1 + 1 / 32.0);
        assertThat(ages.p99Ms() / (micros[9_899] / 1000.0)).isBetween(1.0, 1 + 1 / 32.0);
    }

    @Test
    void takesAnyAge() {
        histogram.record(-1);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.percentiles().p50Ms()).isZero();
        double twelveDaysMs = 12 * 24 * 3600e3;
        assertThat(histogram.percentiles().p99Ms()).isCloseTo(twelveDaysMs, Offset.offset(twelveDaysMs / 10));
    }
}
