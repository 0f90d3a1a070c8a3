package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Detection;
import io.posestream.trainer.data.BoxedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures 100 pixels high, so that a person of more than 25 is large. */
class BoxScoresTest {
    private static final float[] LARGE = {0, 0, 20, 60};
    private static final float[] OTHER = {50, 0, 70, 60};
    private static final float[] SMALL = {90, 90, 95, 100};
    private static final float[] CROWD = {200, 0, 400, 100};

    private final BoxScores scores = new BoxScores();

    /**
     * Ranked: right, twice the same person (wrong, but not of nobody), of nobody, right but small; the fifth, in the crowd,
     * counts for nothing. Precision by recall: 1 to 1/3, 1/2 to 2/3, 0 after; of the 101 recalls 34 are in the first part and
     * 33 in the second.
     */
    @Test
    void countsWhoWasFoundAndWhatIsNobody() {
        add(
                List.of(LARGE, OTHER, SMALL),
                found(.9f, 0, 0, 20, 58),
                found(.8f, 0, 0, 20, 50),
                found(.7f, 30, 0, 45, 60),
                found(.6f, 90, 90, 95, 100),
                found(.5f, 210, 10, 230, 60));

        assertThat(scores.persons()).isEqualTo(3);
        assertThat(scores.figures(.3))
                .containsExactly(
                        entry("recall of large", .5),
                        entry("false boxes a picture", 1.0),
                        entry("AP50", scores.figures(0).get("AP50")),
                        entry("recall", 2 / 3.0));
        assertThat(scores.figures(0).get("AP50")).isCloseTo((34 * 1 + 33 * .5) / 101, within(1e-12));
    }

    @Test
    void asksForTheScore() {
        add(List.of(LARGE), found(.9f, 30, 0, 45, 60), found(.4f, LARGE));

        assertThat(scores.figures(.3))
                .containsEntry("recall of large", 1.0)
                .containsEntry("false boxes a picture", 1.0);
        assertThat(scores.figures(.5))
                .containsEntry("recall of large", 0.0)
                .containsEntry("false boxes a picture", 1.0);
        assertThat(scores.figures(.95)).containsEntry("false boxes a picture", 0.0);
        assertThat(scores.found(.5)).isEqualTo(1);
    }

    @Test
    void falseBoxesAreCountedInPicturesOfNobodyToo() {
        add(List.of());
        add(List.of(), found(.9f, LARGE));

        assertThat(scores.figures(.3))
                .containsEntry("false boxes a picture", .5)
                .containsEntry("recall of large", -1.0)
                .containsEntry("AP50", -1.0);
    }

    private void add(List<float[]> persons, Detection... found) {
        BoxedImage truth = new BoxedImage("x", Path.of("x.jpg"), persons, List.of(CROWD));
        scores.add(List.of(found), truth, 100);
    }

    private static Detection found(float score, float... box) {
        return new Detection(score, box);
    }
}
