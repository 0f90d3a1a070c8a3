package io.posestream.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.experiment.Contestant.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Given scores, rows worked out by hand; spaces between cells do not count. */
class PaperTablesTest {
    private final Map<Contestant, Judged> results = new LinkedHashMap<>();

    /** Two seeds of COCO only and of unified; one of MPII only and of the distilled ones; no teachers. */
    private List<String> lines() {
        add(Kind.COCO, 1, 40, Map.of());
        add(Kind.COCO, 2, 44, Map.of());
        add(Kind.MPII, 1, 41, Map.of());
        add(Kind.UNIFIED, 1, 50, Map.of("pelvis", 20.0));
        add(Kind.UNIFIED, 2, 54, Map.of("pelvis", Double.NaN));
        add(Kind.UNIFIED_PAPER, 1, 42, Map.of());
        add(Kind.UNIFIED_REPORT, 1, 41.5, Map.of());
        return new PaperTables(results, 300)
                .text()
                .lines()
                .map(line -> line.strip().replaceAll(" {2,}", " "))
                .toList();
    }

    /** @param street by the truth, where it is not 80 */
    private void add(Kind kind, int seed, double average, Map<String, Double> street) {
        Map<String, Double> truth = new LinkedHashMap<>();
        Layouts.UNIFIED_21.keypoints().forEach(keypoint -> truth.put(keypoint, 80.0));
        truth.putAll(street);
        Map<String, Double> sports = new LinkedHashMap<>(truth);
        sports.put("nose", 10.0);
        results.put(
                new Contestant(kind, seed),
                new Judged(
                        Map.of("PCKh", 70.0, "AP", 30.0, "K", 17.0, "Avg", average),
                        Map.of("Avg", average + 10),
                        Map.of("AP", .305, "AP (M)", -1.0),
                        Map.of("Head", 91.25, "PCKh", 60 + average / 10),
                        truth,
                        sports));
    }

    @Test
    void theFirstTableHasMeansDeviationsAndDashes() {
        assertThat(lines())
                .contains(
                        "Rendered people, 96 x 128 pixels, 300 steps of 32 each; mean ± deviation of 2 seeds of weights, "
                                + "order and colours on the same crops; boxes as labelled, no flip.",
                        "PCKh @.1 AP AP .5 AP .75 AR AR .5 AR .75 K Avg",
                        "teacher COCO - - - - - - - - - -",
                        "COCO only 70.00 ± 0.00 - 30.00 ± 0.00 - - - - - 17.00 ± 0.00 42.00 ± 2.83",
                        "COCO only * - - - - - - - - - 52.00 ± 2.83",
                        "MPII only 70.00 - 30.00 - - - - - 17.00 41.00");
    }

    @Test
    void theSecondHasCocosSharesInPercentAndNoneOfSizesThatAreNotThere() {
        assertThat(lines())
                .contains(
                        "unified + KD, paper 30.50 - - - - - - - - -",
                        "unified 91.25 ± 0.00 - - - - - - 65.20 ± 0.28 -");
    }

    @Test
    void theTruthIsToldPointByPoint() {
        List<String> lines = lines();
        int unified = lines.indexOf("All 21 points against the truth, PCK of a tenth of the box: unified");

        assertThat(lines.subList(unified + 1, unified + 4))
                .containsExactly(
                        "street sports", "nose 80.00 ± 0.00 10.00 ± 0.00", "left_eye 80.00 ± 0.00 80.00 ± 0.00");
        assertThat(lines.subList(unified, unified + 24)).contains("pelvis 20.00 20.00");
        // Street: (20 · 80 + 20) / 21 and 80. Sports: (19 · 80 + 20 + 10) / 21 and (19 · 80 + 10) / 20.
        assertThat(lines.get(unified + 23)).isEqualTo("mean 78.57 ± 2.02 75.15 ± 1.90");
    }

    @Test
    void whatHasNoNumberCannotBeTold() {
        add(Kind.COCO, 1, 40, Map.of());
        add(Kind.MPII, 1, 41, Map.of());

        assertThat(new PaperTables(results, 300).text())
                .contains(
                        "  unified: - against 41.00: cannot be told\n", "  unified: - against 90.00: cannot be told\n")
                .doesNotContain("NaN");
    }

    @Test
    void aLineOfFiguresHasTwoDecimals() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("PCKh", 2.9411764705882355);
        figures.put("AP", Double.NaN);

        assertThat(PaperTables.line(figures)).isEqualTo("PCKh 2.94, AP -");
    }

    @Test
    void whatIsNeverLabelledIsAShareOfWhatIs() {
        // Street: (3 · 80 + 20) / 4 and 80, of 80. Sports: (4 · 80 + 10) / 5 of (15 · 80 + 20) / 16 and of 80.
        assertThat(lines()).contains("unified % 90.63 ± 13.26 84.53 ± 2.87", "unified + KD, paper % 100.00 82.50");
    }

    @Test
    void whatWasAskedIsAnsweredByAverages() {
        assertThat(lines())
                .containsSubsequence(
                        "Asked: does a unified student beat both others on the average over both sets?",
                        "unified: 52.00 against 42.00: yes",
                        "unified + KD, paper: 42.00 against 42.00: no",
                        "The same on the 12 points that both label:",
                        "unified + KD, report: 51.50 against 52.00: no",
                        "Asked: do points never labelled reach 90 % of those labelled, street?",
                        "unified: 90.63 against 90.00: yes",
                        "Asked: do points never labelled reach 90 % of those labelled, sports?",
                        "unified: 84.53 against 90.00: no");
    }
}
