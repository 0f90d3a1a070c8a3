package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReloadTimesTest {
    private final ReloadTimes times = new ReloadTimes();

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,1,1", "3,2,1", "60,21,20", "220,21,100", "1000,21,100"})
    void memoryIsComparedAfterItHasSettled(int reloads, int first, int window) {
        for (int reload = 1; reload <= reloads; reload++) {
            times.rss(reload);
        }
        ReloadTimes.Rss rss = times.rss();
        assertThat(rss.first()).isEqualTo(first);
        assertThat(rss.window()).isEqualTo(window);
        assertThat(rss.earlyMib()).isEqualTo(first + (window - 1) / 2.0);
        assertThat(rss.lateMib()).isEqualTo(reloads - (window - 1) / 2.0);
    }

    @Test
    void eachKindOfReloadHasItsPercentiles() {
        for (int n = 1; n <= 20; n++) {
            times.reloaded(reload(true, n == 1 ? OptionalLong.of(9_000_000) : OptionalLong.empty(), n * 1000L));
            times.reloaded(reload(false, OptionalLong.empty(), n * 10_000L));
        }
        assertThat(times.publications()).isEqualTo(new ReloadTimes.Percentiles(1, 9000, 9000));
        assertThat(times.promotions()).isEqualTo(new ReloadTimes.Percentiles(20, 10, 19));
        assertThat(times.rollbacks()).isEqualTo(new ReloadTimes.Percentiles(20, 100, 190));
    }

    @Test
    void framesThatMeetAReloadAreNotSteady() {
        times.begin(100);
        times.reloaded(new ReloadTimes.Reload(true, OptionalLong.empty(), 0, new ReloadAges.Span(1000, 2000)));
        times.fault(new ReloadAges.Span(5000, 6000));
        ReloadAges ages = new ReloadAges();
        ages.add(50, 60); // before anything counts
        ages.add(900, 1000);
        ages.add(990, 1001);
        ages.add(1999, 2050);
        ages.add(2000, 2060);
        ages.add(5500, 9000);
        ReloadAges.Compared compared = times.compared(ages);
        assertThat(compared.steady()).isEqualTo(percentiles(60, 100));
        assertThat(compared.swap()).isEqualTo(percentiles(11, 51));
    }

    private static AgeHistogram.Percentiles percentiles(long... micros) {
        AgeHistogram histogram = new AgeHistogram();
        List.of(micros[0], micros[1]).forEach(histogram::record);
        return histogram.percentiles();
    }

    private static ReloadTimes.Reload reload(boolean promotion, OptionalLong fromPublication, long fromDecision) {
        return new ReloadTimes.Reload(promotion, fromPublication, fromDecision, new ReloadAges.Span(0, 0));
    }
}
