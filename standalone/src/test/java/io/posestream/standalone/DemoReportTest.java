package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoReportTest {
    @Test
    void aDuplicateIsAFailureExactlyOnce() {
        assertThat(report(false, 0, 3).succeeded()).isTrue();
        assertThat(report(true, 0, 3).succeeded()).isFalse();
        assertThat(report(true, 0, 0).succeeded()).isTrue();
    }

    @Test
    void aMissingFrameAlwaysIs() {
        assertThat(report(false, 1, 0).succeeded()).isFalse();
        assertThat(report(true, 1, 0).succeeded()).isFalse();
    }

    private static DemoReport report(boolean exactlyOnce, long missing, long duplicates) {
        LedgerReport total = new LedgerReport(10, 10 - missing, 0, 0, 0, 0, 0, 0, missing, duplicates, 0);
        return new DemoReport(exactlyOnce, total, Map.of(), new AgeHistogram.Percentiles(0, 0, 0, 0), 1, List.of());
    }
}
