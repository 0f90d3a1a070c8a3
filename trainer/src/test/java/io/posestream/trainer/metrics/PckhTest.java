package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.Refusals;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.metrics.Benchmark.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PckhTest {
    private static final int HEAD = Layouts.MPII_16.indexOf("head_top");
    private static final int NECK = Layouts.MPII_16.indexOf("upper_neck");
    private static final int PELVIS = Layouts.MPII_16.indexOf("pelvis");
    private static final int WRIST = Layouts.MPII_16.indexOf("left_wrist");

    @Test
    void jointsWeighAsOftenAsTheyAreLabelledAndTheNeckIsOneOfThem() {
        Pckh pckh = new Pckh(Layouts.MPII_16, PckhRules.MMPOSE);
        float[] wrong = labels();
        wrong[3 * NECK] += 90; // in the mean, in no group
        wrong[3 * PELVIS] += 90; // in neither
        pckh.add(labels(), wrong, 100);
        float[] noWrist = labels();
        noWrist[3 * WRIST + 2] = 0;
        float[] headWrong = labels();
        headWrong[3 * HEAD] += 90;
        pckh.add(noWrist, headWrong, 100);
        assertThat(pckh.mean()).isCloseTo(100.0 * (13 + 12) / (14 + 13), within(1e-9));
        assertThat(pckh.groups()).containsEntry("Head", 50.0).containsEntry("Wri", 100.0);
    }

    @Test
    void exactlyHalfAHeadIsTooFarForMmposeAndNearEnoughForHrnet() {
        float[] moved = labels();
        moved[3 * HEAD] += 50;
        assertThat(head(PckhRules.MMPOSE, moved)).isZero();
        assertThat(head(PckhRules.HRNET, moved)).isEqualTo(100);
    }

    @Test
    void whatHrnetCallsATenthIsElevenHundredths() {
        float[] moved = labels();
        for (int k = 0; k < 16; k++) {
            moved[3 * k] += 10.5f;
        }
        assertThat(fine(PckhRules.MMPOSE, moved)).isZero();
        assertThat(fine(PckhRules.HRNET, moved)).isEqualTo(100);
    }

    @Test
    void aKeypointThatIsNotGivenIsWrongEvenAtTheOrigin() {
        Pck pck = new Pck(Layouts.MPII_16, .5, false);
        float[] atOrigin = new float[48];
        atOrigin[2] = 1;
        pck.add(atOrigin, new float[48], 100);
        assertThat(pck.percent(0)).isZero();
        assertThat(pck.percent(1)).isNaN();
    }

    private static double head(PckhRules rules, float[] found) {
        Pckh pckh = new Pckh(Layouts.MPII_16, rules);
        pckh.add(labels(), found, 100);
        return pckh.groups().getOrDefault("Head", Double.NaN);
    }

    private static double fine(PckhRules rules, float[] found) {
        Pckh pckh = new Pckh(Layouts.MPII_16, rules);
        pckh.add(labels(), found, 100);
        return pckh.meanFine();
    }

    @Test
    void personsAreMeasuredByHeadTorsoOrBox() {
        float[] points = labels();
        set(points, "left_shoulder", 0, 0);
        set(points, "right_shoulder", 30, 0);
        set(points, "left_hip", 10, 40);
        points[3 * Layouts.MPII_16.indexOf("right_hip") + 2] = 0;
        Sample sample = new Sample("a", Path.of("a.jpg"), new float[] {0, 0, 20, 50}, Layouts.MPII_16, points);
        DataSet plain = new DataSet("x", Layouts.MPII_16, List.of(sample), new Refusals(), Map.of());
        assertThat(PersonLength.TORSO.of(sample, plain)).hasValue(50);
        assertThat(PersonLength.LONGER_SIDE_OF_BOX.of(sample, plain)).hasValue(50);
        assertThat(PersonLength.SHORTER_SIDE_OF_BOX.of(sample, plain)).hasValue(20);
        assertThat(PersonLength.HEAD.of(sample, plain).orElseThrow()).isCloseTo(Math.sqrt(5), within(1e-6));
        DataSet boxed = new DataSet("x", Layouts.MPII_16, List.of(sample), plain.refusals(), Map.of("a", 7.0));
        assertThat(PersonLength.HEAD.of(sample, boxed)).hasValue(7);
    }

    /** REFERENCE 6.4: rows of the paper. */
    @ParameterizedTest
    @CsvSource({"79.75,62.03,70.89", "84.16,68.63,76.395", "87.75,19.82,53.785", "81.93,72.17,77.05"})
    void theAverageIsOfPckhAndAp(double pckh, double ap, double average) {
        Map<String, Double> row = PaperRow.of(
                List.of(
                        report(Kind.COCO, Map.of("AP", ap / 100, "AP .5", -1.0)),
                        report(Kind.MPII, Map.of("PCKh", pckh))),
                Optional.of(21));
        assertThat(row.get("Avg")).isCloseTo(average, within(1e-9));
        assertThat(row).containsEntry("K", 21.0).containsEntry("AP .5", Double.NaN);
    }

    private static Report report(Kind kind, Map<String, Double> figures) {
        Benchmark benchmark = new Benchmark(kind, Path.of("images"), Path.of("labels.json"), Optional.empty());
        return new Report(
                benchmark,
                "coco-17",
                1,
                1,
                List.of(new Report.Row("", new LinkedHashMap<>(figures), Map.of())),
                Map.of(),
                List.of(),
                RefusedImages.NONE);
    }

    /** Joint k at (10 + k, 20 + 2k). */
    private static float[] labels() {
        float[] points = new float[48];
        for (int k = 0; k < 16; k++) {
            points[3 * k] = 10 + k;
            points[3 * k + 1] = 20 + 2 * k;
            points[3 * k + 2] = 2;
        }
        return points;
    }

    private static void set(float[] points, String keypoint, float x, float y) {
        int k = Layouts.MPII_16.indexOf(keypoint);
        points[3 * k] = x;
        points[3 * k + 1] = y;
    }
}
