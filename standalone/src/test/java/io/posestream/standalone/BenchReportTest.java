package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class BenchReportTest {
    private static final CpuTime BUSY = new CpuTime(.95, .01);
    private static final CpuTime IDLE = new CpuTime(.4, .01);

    @Test
    void eachFigureIsTheMedianOfTheRounds() throws JsonProcessingException {
        BenchReport report =
                new BenchReport(10, 2000, 2, List.of(round(100, 80, BUSY), round(120, 60, BUSY), round(110, 99, BUSY)));

        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("raw_fps").doubleValue()).isEqualTo(110);
        assertThat(json.get("service_fps").doubleValue()).isEqualTo(80);
        assertThat(json.get("efficiency").doubleValue()).isEqualTo(.8);
        assertThat(json.get("rounds")).hasSize(3);
        assertThat(report.text()).contains("0.800");
    }

    @Test
    void theMedianOfTwoIsTheirMean() {
        BenchReport report = new BenchReport(10, 2000, 2, List.of(round(100, 80, BUSY), round(120, 60, BUSY)));

        assertThat(report.median(BenchReport.Round::rawFps)).isEqualTo(110);
    }

    @Test
    void whatLimitedItIsThatOfTheRoundInTheMiddleByEfficiency() throws JsonProcessingException {
        BenchReport report =
                new BenchReport(10, 2000, 2, List.of(round(100, 80, BUSY), round(100, 90, IDLE), round(100, 70, IDLE)));

        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("efficiency").doubleValue()).isEqualTo(.8);
        assertThat(json.get("limited_by").textValue()).isEqualTo("the cores");
        assertThat(report.text()).contains("the cores");
        assertThat(json.get("rounds").get(0).fieldNames())
                .toIterable()
                .containsExactly("raw_fps", "service_fps", "efficiency", "age_p50_ms", "age_p99_ms", "added_p50_ms");
    }

    @Test
    void littlesLawIsToldOfAllFatesNotOnlyOfThePosed() {
        SkeletonFrame posed = Skeletons.of("door").record(Fate.POSED, 0);
        SkeletonFrame expired = Skeletons.of("door").record(Fate.EXPIRED, 1);
        AtomicLong now = new AtomicLong(posed.hops().receivedMicros() + 100_500);
        LatencyMeter meter = new LatencyMeter(now::get);
        meter.start(0);
        meter.record(List.of(posed), 2);
        now.addAndGet(200_000);
        meter.record(List.of(expired), 2);
        LatencyReport report = meter.report(0);

        assertThat(report.fatedPerSecond()).isEqualTo(2 * report.posedPerSecond());
        assertThat(report.meanFatedMs()).isEqualTo(200.5);
        assertThat(report.delivered().p99Ms()).isBetween(100.5, 104.0);
        assertThat(new CurveReport.Point(1, 10, 1, report).predictedInFlight())
                .isEqualTo(report.fatedPerSecond() * report.meanFatedMs() / 1000);
    }

    @Test
    void namesWhatThereWasNoMoreOf() {
        assertThat(round(100, 80, BUSY).limit()).isEqualTo("the cores");
        assertThat(round(100, 80, new CpuTime(.6, .39)).limit()).isEqualTo("the cores, which others use too");
        assertThat(round(100, 80, IDLE).limit()).startsWith("waiting");
    }

    @Test
    void ageAddedAndDeliveredAreMeasuredFromTheStart() {
        LatencyMeter meter = new LatencyMeter();
        SkeletonFrame young = Skeletons.of("door").record(Fate.POSED, 0);
        meter.start(7);
        meter.record(List.of(young, young), 3);
        LatencyReport report = meter.report(9);

        assertThat(report.age().p50Ms()).isBetween(20.0, 20.7);
        assertThat(report.added().p50Ms()).isBetween(20.0, 20.7);
        assertThat(report.frames()).as("two fates and two drops").isEqualTo(4);
        assertThat(report.posedShare()).isEqualTo(.5);
    }

    @Test
    void aCurveSaysWhatLittlesLawSays() throws Exception {
        CurveReport curve =
                new CurveReport(10, 60, List.of(point(1, 10, 20, .2), point(4, 40, 30, 1.2), point(12, 60, 400, 24)));

        assertThat(curve.points().get(1).predictedInFlight()).isEqualTo(1.2);
        assertThat(curve.points().get(2).predictedShare()).isEqualTo(.5);
        JsonNode json = new ObjectMapper().readTree(curve.json());
        assertThat(json.at("/points/2/predicted_share").doubleValue()).isEqualTo(.5);
        assertThat(curve.text()).contains("capacity 60.0");

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(CurveSvg.of(curve))));
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(5);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(15);
    }

    private static CurveReport.Point point(int cameras, double posedPerSecond, double meanMs, double inFlight) {
        double offered = 10.0 * cameras;
        AgeHistogram.Percentiles ages = new AgeHistogram.Percentiles(1, meanMs, 2 * meanMs, 3 * meanMs);
        return new CurveReport.Point(
                cameras,
                offered,
                Math.min(1, 60 / offered),
                new LatencyReport(
                        ages,
                        ages,
                        ages,
                        (long) offered,
                        (long) posedPerSecond,
                        (long) posedPerSecond,
                        1,
                        meanMs,
                        inFlight,
                        IDLE));
    }

    private static BenchReport.Round round(double raw, double service, CpuTime cpu) {
        AgeHistogram.Percentiles ages = new AgeHistogram.Percentiles(1, 10, 20, 30);
        return new BenchReport.Round(
                raw,
                new ServiceLoad.Throughput(service, 0, .5, cpu),
                new LatencyReport(ages, ages, ages, 100, 100, 100, 1, 10, 1, cpu),
                50);
    }
}
