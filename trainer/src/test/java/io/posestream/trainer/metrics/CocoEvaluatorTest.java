package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.metrics.CocoScores.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden cases are random ones that pycocotools 2.0.11 judged; for xtcocotools the two lines that it adds to {@code
 * _prepare} (keypoints are counted by visibility, results without a score are dropped) were added. Precision is at
 * thresholds .50, .75 and .95.
 */
final class CocoEvaluatorTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int[] GOLDEN_THRESHOLDS = {0, 5, 9};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crowds-and-ties",
                "many-found-and-area-borders",
                "without-keypoints",
                "annotation-0",
                "unseen",
                "other-categories"
            })
    void agreesWithTheReference(String name) throws IOException {
        JsonNode golden;
        try (InputStream file = CocoEvaluatorTest.class.getResourceAsStream("/coco-golden/" + name + ".json")) {
            golden = JSON.readTree(Objects.requireNonNull(file));
        }
        Path truthFile = write("truth.json", golden.path("truth"));
        CocoTruth truth = CocoTruth.read(truthFile);
        FoundPersons found =
                FoundPersons.read(write("found.json", golden.path("found")), truth.imageIds(), Layouts.COCO_17.size());
        assertThat(truth.refused()).isEmpty();
        for (CocoRules rules : CocoRules.values()) {
            CocoScores scores =
                    new CocoEvaluator(Layouts.COCO_17.sigmas(), rules).evaluate(truth.persons(), found.persons());
            agrees(scores, golden.path("expected").path(rules.name()));
        }
    }

    private Path write(String name, JsonNode tree) throws IOException {
        return Files.writeString(folder.resolve(name), JSON.writeValueAsString(tree));
    }

    private static void agrees(CocoScores scores, JsonNode expected) {
        double[] figures = Stream.of(Figure.values()).mapToDouble(scores::of).toArray();
        assertThat(figures).containsExactly(numbers(expected.path("stats")), within(1e-9));
        int range = 0;
        for (AreaRange area : List.of(AreaRange.ALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
            CocoScores.Curves curves = scores.in(area);
            assertThat(curves.recall())
                    .containsExactly(numbers(expected.path("recall").path(range)), within(1e-9));
            for (int t = 0; t < GOLDEN_THRESHOLDS.length; t++) {
                assertThat(curves.precision()[GOLDEN_THRESHOLDS[t]])
                        .containsExactly(
                                numbers(expected.path("precision").path(range).path(t)), within(1e-9));
            }
            range++;
        }
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.path(i).doubleValue())
                .toArray();
    }

    @Test
    void perfectResultsAreWorthOne() {
        CocoScores scores = evaluate(List.of(truth(1, 1, 50), truth(2, 2, 80)), List.of(found(1, 50), found(2, 80)));
        assertThat(scores.of(Figure.AP)).isCloseTo(1, within(1e-12));
        assertThat(scores.of(Figure.AR)).isEqualTo(1);
        assertThat(scores.of(Figure.AP_M)).isCloseTo(1, within(1e-12));
    }

    @Test
    void saysSoWhereThereIsNothingToFind() {
        CocoScores scores = evaluate(List.of(), List.of(found(1, 50)));
        assertThat(Figure.values())
                .allSatisfy(figure -> assertThat(scores.of(figure)).isEqualTo(-1));
        assertThat(evaluate(List.of(truth(1, 1, 50)), List.of(found(1, 50))).of(Figure.AP_L))
                .isEqualTo(-1);
    }

    @Test
    void anEmptyResultIsWorthNothing() {
        CocoScores scores = evaluate(List.of(truth(1, 1, 50)), List.of());
        assertThat(scores.of(Figure.AP)).isZero();
        assertThat(scores.of(Figure.AR)).isZero();
    }

    @Test
    void onlyTheTwentyBestOfAnImageCount() {
        List<FoundPerson> found = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            found.add(found(1, 5000 + n));
        }
        FoundPerson right = found(1, 50);
        found.add(new FoundPerson(1, .1, right.box(), right.area(), right.keypoints()));
        assertThat(evaluate(List.of(truth(1, 1, 50)), found).of(Figure.AR)).isZero();
    }

    private static CocoScores evaluate(List<TruePerson> truths, List<FoundPerson> found) {
        return new CocoEvaluator(Layouts.COCO_17.sigmas(), CocoRules.XTCOCOTOOLS).evaluate(truths, found);
    }

    private static TruePerson truth(long id, long image, double x) {
        return new TruePerson(id, image, new double[] {x, 10, 40, 60}, 2000, false, 17, keypoints(x, 2));
    }

    private static FoundPerson found(long image, double x) {
        return FoundPerson.inBox(image, .9, new double[] {x, 10, 40, 60}, keypoints(x, .8));
    }

    private static double[] keypoints(double x, double third) {
        double[] points = new double[51];
        for (int k = 0; k < 17; k++) {
            points[3 * k] = x + 2 * k;
            points[3 * k + 1] = 10 + 3 * k;
            points[3 * k + 2] = third;
        }
        return points;
    }
}
