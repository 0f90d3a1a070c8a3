package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RssTrendTest {
    @Test
    void leavesTheWarmUpOut() {
        RssTrend trend = RssTrend.of("worker 1", samples(0, 600, 1, second -> second < 120 ? second : 500));
        assertThat(trend.startMib()).isEqualTo(500);
        assertThat(trend.percentPerTenMinutes()).hasValue(0);
    }

    @Test
    void tellsTheGrowthInTenMinutes() {
        RssTrend trend = RssTrend.of("worker 1", samples(0, 720, 1, second -> 400 + (second - 120) / 60.0));
        assertThat(trend.startMib()).isEqualTo(400);
        assertThat(trend.endMib()).isCloseTo(410, within(.1));
        assertThat(trend.percentPerTenMinutes().orElseThrow()).isCloseTo(2.5, within(1e-6));
    }

    @Test
    void judgesTheLastLifeAlone() {
        List<RssTrend.Sample> samples = samples(0, 300, 1, second -> 900);
        samples.addAll(samples(310, 700, 2, second -> 500));
        RssTrend trend = RssTrend.of("worker 1", samples);
        assertThat(trend).extracting(RssTrend::startMib, RssTrend::maxMib).containsExactly(500.0, 900.0);
        assertThat(trend.percentPerTenMinutes()).hasValue(0);
    }

    @Test
    void saysNothingOfAProcessThatWasHardlyWatched() {
        assertThat(RssTrend.of("worker 1", samples(0, 239, 1, second -> second)).percentPerTenMinutes())
                .isEmpty();
        assertThat(RssTrend.of("worker 1", samples(0, 5, 1, second -> 3)).endMib())
                .isEqualTo(3);
        assertThat(RssTrend.of("worker 1", List.of()).maxMib()).isZero();
    }

    @Test
    void readsTheMemoryOfAProcess() {
        assertThat(RssSampler.mib(ProcessHandle.current().pid()).orElseThrow()).isBetween(20.0, 8000.0);
        assertThat(RssSampler.mib(Integer.MAX_VALUE)).isEmpty();
    }

    private static List<RssTrend.Sample> samples(int from, int to, int life, IntToDoubleFunction mib) {
        return new ArrayList<>(IntStream.range(from, to)
                .mapToObj(second -> new RssTrend.Sample(second * 1_000_000L, life, mib.applyAsDouble(second)))
                .toList());
    }
}
