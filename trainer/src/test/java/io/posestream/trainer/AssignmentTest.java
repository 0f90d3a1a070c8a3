package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.trainer.Assignment.Targets;
import io.posestream.trainer.data.BoxBatch.Truth;
import io.posestream.trainer.net.DetectorForm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A grid of 4 x 4 cells of 16 pixels, their middles at 8, 24, 40 and 56; cell 5 is the second of the second row. */
class AssignmentTest {
    private static final int CELLS = 16;

    private final Assignment assignment = new Assignment(new DetectorForm(DetectorForm.NARROW, 64, 64));
    private final float[] scores = new float[CELLS];
    private final float[] boxes = new float[4 * CELLS];

    @BeforeEach
    void allScoresAreTheSame() {
        Arrays.fill(scores, .5f);
    }

    /** {@code t} is .5 * 1 in cell 5 and 1 * .5^6 in cell 4; 0 in the four others of the box. */
    @Test
    void theBestCellAnswersItsFitAndTheOthersLess() {
        float[] person = {0, 0, 32, 48};
        says(5, .5f, person);
        says(4, 1, 0, 0, 32, 24);

        Targets targets = assignment.of(scores, boxes, truth(List.of(person)));

        assertThat(targets.scores()[5]).isEqualTo(1);
        assertThat(targets.scores()[4]).isCloseTo(1 / 32f, within(1e-6f));
        assertThat(asked(targets)).containsExactly(4, 5);
        assertThat(Arrays.copyOfRange(targets.boxes(), 20, 24)).containsExactly(person);
        assertThat(counted(targets)).hasSize(CELLS);
    }

    /** The cell that fits best answers how well: an intersection of 32 x 24 in a union of 32 x 48. */
    @Test
    void nobodyIsAskedForMoreThanTheFit() {
        says(5, .9f, 0, 0, 32, 24);

        Targets targets = assignment.of(scores, boxes, truth(List.of(new float[] {0, 0, 32, 48})));

        assertThat(targets.scores()[5]).isCloseTo(.5f, within(1e-6f));
    }

    @Test
    void aCellOfTwoPersonsIsThatOnesItFitsBetter() {
        float[] upper = {0, 0, 32, 32};
        float[] whole = {0, 0, 32, 64};
        says(0, .5f, upper);
        says(4, .5f, whole);

        Targets targets = assignment.of(scores, boxes, truth(List.of(whole, upper)));

        assertThat(Arrays.copyOfRange(targets.boxes(), 0, 4)).containsExactly(upper);
        assertThat(Arrays.copyOfRange(targets.boxes(), 16, 20)).containsExactly(whole);
        assertThat(targets.scores()[0]).isEqualTo(1);
        assertThat(targets.scores()[4]).isEqualTo(1);
    }

    @Test
    void nineCellsAtMostAreAPersons() {
        float[] all = {0, 0, 64, 64};
        IntStream.range(0, CELLS).forEach(cell -> says(cell, cell / 16f, all));

        Targets targets = assignment.of(scores, boxes, truth(List.of(all)));

        assertThat(asked(targets)).containsExactly(7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void whereItIsDoubtfulNothingIsAskedBeyondThePersonsOwn() {
        float[] person = {32, 0, 64, 16};
        says(2, .5f, person);

        Targets targets =
                assignment.of(scores, boxes, new Truth(List.of(person), List.of(new float[] {32, 0, 64, 32})));

        assertThat(asked(targets)).containsExactly(2);
        assertThat(counted(targets)).contains(2, 0, 1, 4).doesNotContain(3, 6, 7);
    }

    @Test
    void aPersonWhoHoldsNoCellsMiddleIsNotAskedForThere() {
        Targets targets = assignment.of(scores, boxes, truth(List.of(new float[] {17, 1, 23, 7})));

        assertThat(asked(targets)).isEmpty();
        assertThat(counted(targets)).hasSize(CELLS - 1).doesNotContain(1);
    }

    private void says(int cell, float score, float... box) {
        scores[cell] = score;
        System.arraycopy(box, 0, boxes, 4 * cell, 4);
    }

    private static Truth truth(List<float[]> persons) {
        return new Truth(persons, List.of());
    }

    private static List<Integer> asked(Targets targets) {
        return IntStream.range(0, CELLS)
                .filter(cell -> targets.scores()[cell] > 0)
                .boxed()
                .toList();
    }

    private static List<Integer> counted(Targets targets) {
        return IntStream.range(0, CELLS)
                .filter(cell -> targets.counted()[cell] == 1)
                .boxed()
                .toList();
    }
}
