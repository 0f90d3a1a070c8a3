package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.data.Teacher;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A crop of 48 x 64 pixels: shoulders may be 12 of its 128 bins apart. */
class DoubtedTeacherTest {
    private static final StudentBins STUDENT = new StudentBins(Layouts.UNIFIED_21, 48, 64);
    private static final int LEFT = 5;
    private static final int RIGHT = 6;
    private static final float[] BOX = {20, 10, 80, 90};

    @ParameterizedTest
    @CsvSource({"20,1", "32,1", "33,.25", "8,1", "7,.25"})
    void shouldersFarApartCostTheAnswerItsWeight(int leftBin, float weight) {
        Answer answer = answer(at(leftBin, 60, 1), at(20, 60, 1));

        assertThat(answer.weights()[LEFT]).isEqualTo(weight);
        assertThat(answer.weights()[20]).isEqualTo(weight);
        assertThat(answer.x()[LEFT * 96 + leftBin]).isEqualTo(1);
    }

    @Test
    void leftTakenForRightIsAContradiction() {
        assertThat(answer(at(60, 20, 1), at(20, 60, 1)).weights()[LEFT]).isEqualTo(.25f);
    }

    @Test
    void whatEitherDoesNotSeeIsNoContradiction() {
        assertThat(answer(at(60, 20, 1), at(20, 60, 0)).weights()[20]).isEqualTo(1);
    }

    @Test
    void theDoubtedOnesOwnAnswerStaysAsItIs() {
        Answer own = at(60, 20, 1);

        answer(own, at(20, 60, 1));

        assertThat(own.weights()[20]).isEqualTo(1);
    }

    @Test
    void recallsWhatBothRecallAndComparesIt() {
        Answer doubted = at(60, 20, 1);
        Answer trusted = at(20, 60, 1);

        assertThat(recalled(remembering(doubted), remembering(trusted)))
                .hasValueSatisfying(answer -> assertThat(answer.weights()[LEFT]).isEqualTo(.25f));
        assertThat(recalled(teacher(doubted), remembering(trusted))).isEmpty();
        assertThat(recalled(remembering(doubted), teacher(trusted))).isEmpty();
    }

    @Test
    void aLayoutWithoutShouldersIsRefused() {
        KeypointLayout wrists = new KeypointLayout("wrists", List.of("left_wrist"), List.of(.1), List.of());

        assertThatThrownBy(() ->
                        new DoubtedTeacher(teacher(at(0, 0, 1)), teacher(at(0, 0, 1)), new StudentBins(wrists, 48, 64)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Answer answer(Answer doubted, Answer trusted) {
        Sample sample = new Sample("a", Path.of("a.jpg"), BOX, Layouts.COCO_17, new float[51]);
        try (Image image = Image.of(1, 1, new byte[3])) {
            return new DoubtedTeacher(teacher(doubted), teacher(trusted), STUDENT)
                    .answer(sample, image, Crop.of(BOX, 1.25, 48, 64));
        }
    }

    private static Optional<Answer> recalled(Teacher doubted, Teacher trusted) {
        Sample sample = new Sample("a", Path.of("a.jpg"), BOX, Layouts.COCO_17, new float[51]);
        return new DoubtedTeacher(doubted, trusted, STUDENT).recall(sample, Crop.of(BOX, 1.25, 48, 64));
    }

    private static Answer at(int leftBin, int rightBin, float shouldersWeight) {
        float[] x = new float[21 * 96];
        float[] y = new float[21 * 128];
        float[] weights = new float[21];
        weights[20] = 1;
        for (int shoulder : new int[] {LEFT, RIGHT}) {
            weights[shoulder] = shouldersWeight;
            x[shoulder * 96 + (shoulder == LEFT ? leftBin : rightBin)] = 1;
            y[shoulder * 128 + 30] = 1;
        }
        return new Answer(x, y, weights);
    }

    private static Teacher teacher(Answer answer) {
        return teacher(answer, false);
    }

    private static Teacher remembering(Answer answer) {
        return teacher(answer, true);
    }

    private static Teacher teacher(Answer answer, boolean remembers) {
        return new Teacher() {
            @Override
            public Optional<Answer> recall(Sample sample, Crop view) {
                return remembers ? Optional.of(answer) : Optional.empty();
            }

            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer answer(Sample sample, Image image, Crop view) {
                return answer;
            }
        };
    }
}
