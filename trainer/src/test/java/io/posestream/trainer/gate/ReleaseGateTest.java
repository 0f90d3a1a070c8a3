package io.posestream.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ShiftedModel;
import io.posestream.trainer.TrainingData;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.metrics.Benchmark;
import io.posestream.trainer.metrics.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A net that finds every spot but those that are labelled elsewhere, and the same net some pixels off. */
class ReleaseGateTest {
    private static final TrainingData UNKNOWN = TrainingData.ofCard("");

    @TempDir
    Path folder;

    private Spots spots;
    private DescribedModel finder;

    @BeforeEach
    void draw() throws IOException {
        spots = Spots.in(folder, 24, 3);
        finder = Spots.finder(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco", "pck"})
    void theSameModelPassesAgainstItself(String kind) {
        GateVerdict verdict = judge(plan(0, kind), finder, finder);

        Comparison comparison = verdict.comparisons().get(0);
        assertThat(verdict.passed()).as(verdict.text()).isTrue();
        assertThat(comparison.candidate()).isBetween(.7, .99);
        assertThat(comparison.against().orElseThrow().difference()).isEqualTo(new Interval(0, 0));
        assertThat(verdict.text())
                .contains("parity: not compared with what was trained, for no run")
                .contains("what it learnt from is not known")
                .contains(", live pose/3 ", "difference ±.000 [±.000, ±.000], margin .000, 24 images: passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco", "pck"})
    void oneThatIsOffFails(String kind) {
        GateVerdict verdict = judge(plan(.02, kind), ShiftedModel.of(finder, 8), finder);

        assertThat(verdict.passed()).as(verdict.text()).isFalse();
        assertThat(verdict.text()).contains("FAILED, worse by more than the margin");
        assertThat(judge(plan(.02, kind), finder, ShiftedModel.of(finder, 8)).passed())
                .isTrue();
    }

    @Test
    void whoMayBeWorseByChanceFailsUntilTheMarginAllowsForIt() {
        Comparison.Against chance = new Comparison.Against("live pose/3", .305, new Interval(-.031, .018));
        Comparison comparison =
                new Comparison("coco:val.json", "AP", 50, .312, Optional.of(chance), .02, OptionalDouble.empty());

        assertThat(comparison.passed()).isFalse();
        assertThat(comparison)
                .hasToString("coco:val.json: AP .312, live pose/3 .305, difference +.007 [-.031, +.018], margin .020, "
                        + "50 images: FAILED, by chance it may be worse by more than the margin; more images tell");
        assertThat(new Comparison("s", "AP", 50, .312, Optional.of(chance), .04, OptionalDouble.empty()).passed())
                .isTrue();
    }

    @Test
    void aLeastScoreNeedsNoLiveModel() {
        assertThat(judge(floor(.5), finder).passed()).isTrue();
        GateVerdict verdict = judge(floor(.99), finder);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.text()).contains("at least .990, 24 images: FAILED, below what is asked for at least");
        assertThatThrownBy(() -> judge(plan(.02, "pck"), finder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no pose model serves, and no least score is asked for");
    }

    @Test
    void aSetOfFewImagesOrOfAnotherSlotIsRefused() throws IOException {
        Benchmark few = Spots.in(folder.resolve("few"), 19, 0).benchmark("coco");

        assertThatThrownBy(() -> judge(new GatePlan(List.of(few), .02, OptionalDouble.of(.1)), finder))
                .hasMessageContaining("19 images with somebody to judge; at least 20");
        assertThatThrownBy(() -> judge(plan(.02, "boxes"), finder, finder))
                .hasMessageContaining("judges a detector model; the candidate is a pose model");
    }

    @Test
    void aPictureThatIsLostIsNotPassedOver() throws IOException {
        Files.delete(spots.images().resolve("7.jpg"));

        assertThatThrownBy(() -> judge(plan(.02, "coco"), finder, finder))
                .hasMessageContaining("1 images cannot be read, and all are needed")
                .hasMessageContaining("7.jpg: no such file");
    }

    @Test
    void plansThatMeasureNothingAreRefused() {
        assertThatThrownBy(() -> new GatePlan(List.of(), .02, OptionalDouble.empty()))
                .hasMessageContaining("measures nothing");
        assertThatThrownBy(() -> plan(1.5, "coco")).hasMessageContaining("a margin of 1.5; 0 to 1 is needed");
        assertThat(GatePlan.USUAL_MARGIN).isCloseTo(.02, within(1e-12));
    }

    private GatePlan plan(double margin, String kind) {
        return new GatePlan(List.of(spots.benchmark(kind)), margin, OptionalDouble.empty());
    }

    private GatePlan floor(double atLeast) {
        return new GatePlan(List.of(spots.benchmark("pck")), .02, OptionalDouble.of(atLeast));
    }

    private static GateVerdict judge(GatePlan plan, DescribedModel candidate, DescribedModel live) {
        return new ReleaseGate(plan, Progress.SILENT)
                .judge(candidate, Optional.of(new Opponent("pose/3", live)), Optional.empty(), UNKNOWN);
    }

    private static GateVerdict judge(GatePlan plan, DescribedModel candidate) {
        return new ReleaseGate(plan, Progress.SILENT).judge(candidate, Optional.empty(), Optional.empty(), UNKNOWN);
    }
}
