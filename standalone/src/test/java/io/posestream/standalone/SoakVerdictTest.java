package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SoakVerdictTest {
    private static final AgeHistogram.Percentiles YOUNG = new AgeHistogram.Percentiles(100, 50, 80, 120);

    private Duration length = Duration.ofMinutes(10);
    private OptionalDouble overload = OptionalDouble.empty();
    private Optional<SoakPlan.Kill> kill = Optional.empty();
    private LedgerReport ledger = new LedgerReport(100, 90, 10, 0, 0, 0, 0, 0, 0, 0, 0);
    private AgeHistogram.Percentiles age = YOUNG;
    private double posedShare = .95;
    private boolean exactlyOnce;
    private long confirmed = 100;
    private long confirmedWithoutFate;
    private OptionalDouble growth = OptionalDouble.of(.99);
    private Optional<SoakVerdict.Killed> killed = Optional.empty();
    private OptionalDouble recovery = OptionalDouble.empty();

    @Test
    void passesWhatKeepsAllRules() {
        assertThat(verdict().reasons()).isEmpty();
        assertThat(verdict().passed()).isTrue();
    }

    @Test
    void failsWhereAFrameHasNoFate() {
        ledger = new LedgerReport(100, 90, 8, 0, 0, 0, 0, 0, 2, 0, 0);
        confirmedWithoutFate = 1;
        assertThat(verdict().reasons())
                .containsExactly("2 frames have no fate", "1 frames that were confirmed have no fate");
        assertThat(verdict().passed()).isFalse();
    }

    @Test
    void failsWhereFramesAreOutOfOrder() {
        ledger = new LedgerReport(100, 90, 10, 0, 0, 0, 0, 0, 0, 0, 3);
        assertThat(verdict().reasons()).containsExactly("3 frames out of order");
    }

    @Test
    void allowsDuplicatesAfterAKillAlone() {
        ledger = new LedgerReport(100, 90, 10, 0, 0, 0, 0, 0, 0, 4, 0);
        assertThat(verdict().reasons()).containsExactly("4 duplicates, though nothing was killed");
        kill(SoakPlan.Victim.WORKER);
        assertThat(verdict().reasons()).isEmpty();
        exactlyOnce = true;
        assertThat(verdict().reasons()).containsExactly("4 duplicates, though exactly once was asked for");
    }

    @Test
    void doesNotTakeDeletedFramesForThoseWithoutARecord() {
        ledger = new LedgerReport(100, 80, 10, 0, 0, 0, 10, 0, 0, 0, 0);
        assertThat(verdict().reasons()).isEmpty();
        confirmedWithoutFate = 3;
        assertThat(verdict().reasons())
                .containsExactly(
                        "it cannot be proved that each confirmed frame has a fate: 3 have no record, and 10 on "
                                + "the topic were deleted unread");
    }

    @Test
    void failsWhereMemoryWasNotMeasured() {
        growth = OptionalDouble.empty();
        assertThat(verdict().reasons()).containsExactly("the memory of the worker 1 was not measured for long enough");
        kill(SoakPlan.Victim.BROKER);
        assertThat(verdict().reasons()).containsExactly("the memory of the worker 1 was not measured for long enough");
        kill(SoakPlan.Victim.WORKER);
        assertThat(verdict().reasons()).isEmpty();
        kill = Optional.empty();
        killed = Optional.empty();
        length = Duration.ofMinutes(4);
        assertThat(verdict().reasons()).isEmpty();
    }

    @Test
    void failsWhereNothingWasConfirmed() {
        confirmed = 0;
        assertThat(verdict().reasons()).containsExactly("no frame was confirmed");
    }

    @Test
    void namesACameraThatIsPosedTooSeldom() {
        posedShare = .949;
        assertThat(verdict().reasons()).containsExactly("only 94.9 % of camera soak-001 posed");
    }

    @Test
    void judgesMemoryAfterFiveMinutes() {
        growth = OptionalDouble.of(1);
        assertThat(verdict().reasons()).containsExactly("the worker 1 grows by 1.00 % in ten minutes");
        length = Duration.ofMinutes(5).minusMillis(1);
        assertThat(verdict().reasons()).isEmpty();
        length = Duration.ofMinutes(5);
        growth = OptionalDouble.of(-3);
        assertThat(verdict().reasons()).isEmpty();
    }

    @Test
    void asksUnderOverloadThatWhatIsPosedIsFreshAndThatItEnds() {
        overload = OptionalDouble.of(2);
        posedShare = .4;
        age = new AgeHistogram.Percentiles(100, 250, 400, 500);
        recovery = OptionalDouble.of(5);
        assertThat(verdict().reasons()).isEmpty();
        age = new AgeHistogram.Percentiles(100, 251, 400, 501);
        recovery = OptionalDouble.of(5.1);
        assertThat(verdict().reasons())
                .containsExactly(
                        "age p99 is 501 ms, limit 500 ms",
                        "age p50 is 251 ms, over half of the limit of 500 ms",
                        "frames expired for 5.1 s after the overload");
        age = new AgeHistogram.Percentiles(0, 0, 0, 0);
        recovery = OptionalDouble.of(0);
        assertThat(verdict().reasons()).containsExactly("no frame posed under overload");
    }

    @Test
    void asksAnIngestWithoutABrokerForAnAnswerInTime() {
        kill(SoakPlan.Victim.BROKER);
        assertThat(verdict().reasons()).isEmpty();
        killed = Optional.of(outcome(OptionalDouble.of(3), OptionalDouble.of(4.5), OptionalDouble.of(5.6)));
        assertThat(verdict().reasons()).containsExactly("ingest took 5.6 s to answer");
        killed = Optional.of(outcome(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
        assertThat(verdict().reasons())
                .containsExactly(
                        "not every camera had a skeleton again after the restart", "ingest never answered 503");
    }

    @Test
    void saysItAllAsJsonAndInWords() throws JsonProcessingException {
        kill(SoakPlan.Victim.BROKER);
        posedShare = .5;
        JsonNode json = new ObjectMapper().readTree(verdict().json());
        assertThat(json.get("passed").booleanValue()).isFalse();
        assertThat(json.get("reasons")).hasSize(1);
        assertThat(json.at("/ledger/frames").intValue()).isEqualTo(100);
        assertThat(json.at("/cameras/soak-001/posed_share").doubleValue()).isEqualTo(.5);
        assertThat(json.at("/kill/first_503_s").doubleValue()).isEqualTo(4.5);
        assertThat(json.at("/rss/0/percent_per_10_min").doubleValue()).isEqualTo(.99);
        assertThat(json.get("capacity_fps").isNull()).isTrue();
        assertThat(SoakText.of(verdict()))
                .contains("killed at 30.0 s", "+0.99 %")
                .endsWith("FAILED: only 50.0 % of camera soak-001 posed");
    }

    private void kill(SoakPlan.Victim victim) {
        kill = Optional.of(new SoakPlan.Kill(victim, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        killed = Optional.of(outcome(OptionalDouble.of(3), OptionalDouble.of(4.5), OptionalDouble.of(5.5)));
    }

    private static SoakVerdict.Killed outcome(
            OptionalDouble allCameras, OptionalDouble first503, OptionalDouble worstAnswer) {
        return new SoakVerdict.Killed(30, 40, allCameras, allCameras, first503, worstAnswer, 10, 0, 250);
    }

    private SoakVerdict verdict() {
        return new SoakVerdict(
                new SoakPlan(
                        Path.of("models"),
                        1,
                        length,
                        OptionalDouble.of(10),
                        .8,
                        overload,
                        kill,
                        Optional.empty(),
                        1,
                        Duration.ofMillis(500),
                        exactlyOnce),
                OptionalDouble.empty(),
                10,
                ledger,
                age,
                new TreeMap<>(Map.of("soak-001", new SoakFates.OfCamera(100, 90, 10, 0, posedShare, YOUNG))),
                new StreamingCamera.Counts(110, 100, 10, confirmed, 0, Map.of(), 0, 0, 1),
                confirmedWithoutFate,
                List.of(new RssTrend("worker 1", 500, 510, 520, growth)),
                killed,
                recovery);
    }
}
