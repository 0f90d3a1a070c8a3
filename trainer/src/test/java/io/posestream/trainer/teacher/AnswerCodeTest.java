package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.SimccTarget;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerCodeTest {
    private static final StudentBins STUDENT = new StudentBins(Layouts.UNIFIED_21, 192, 256);
    private static final AnswerCode CODE = new AnswerCode(STUDENT);

    private final Random random = new Random(3);

    /** The divergence of labels from what a student says falls below .1 only in the end; KL(q||uniform) is 4. */
    @Test
    void whatComesBackDivergesFromTheAnswerByLessThanAHundredth() {
        Answer answer = answer();

        Answer back = CODE.decode(CODE.encode(answer)).orElseThrow();

        for (int k = 0; k < 21; k++) {
            assertThat(back.weights()[k]).isCloseTo(answer.weights()[k], within(.5f / 255));
            if (back.weights()[k] > 0) {
                check(answer.x(), back.x(), k, 384);
                check(answer.y(), back.y(), k, 512);
            }
        }
    }

    private static void check(float[] before, float[] after, int keypoint, int bins) {
        double sum = 0;
        double divergence = 0;
        for (int i = keypoint * bins; i < (keypoint + 1) * bins; i++) {
            assertThat(after[i]).isCloseTo(before[i], within(.01f));
            sum += after[i];
            divergence += after[i] == 0 ? 0 : after[i] * Math.log(after[i] / before[i]);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(divergence).isLessThan(.01);
    }

    @Test
    void aSureAnswerTakesUnderAKilobyte() {
        assertThat(CODE.encode(answer()).length).isBetween(700, 1024);
    }

    @Test
    void whatHasNoWeightTakesAByteAndComesBackAsNothing() {
        Answer nothing = new Answer(new float[21 * 384], new float[21 * 512], new float[21]);

        byte[] bytes = CODE.encode(nothing);

        assertThat(bytes).hasSize(21);
        assertThat(CODE.decode(bytes).orElseThrow().x()).containsOnly(0);
    }

    @Test
    void isTheSameAfterASecondTime() {
        Answer back = CODE.decode(CODE.encode(answer())).orElseThrow();

        assertThat(CODE.encode(back)).isEqualTo(CODE.encode(back));
        assertThat(CODE.decode(CODE.encode(back)).orElseThrow().weights()).isEqualTo(back.weights());
    }

    @Test
    void bytesOfAnotherStudentAreNoAnswer() {
        byte[] bytes = CODE.encode(answer());
        AnswerCode other = new AnswerCode(new StudentBins(Layouts.COCO_17, 96, 128));

        assertThat(other.decode(bytes)).isEmpty();
        assertThat(CODE.decode(Arrays.copyOf(bytes, bytes.length - 1))).isEmpty();
        assertThat(CODE.decode(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        assertThat(CODE.decode(new byte[0])).isEmpty();
    }

    @Test
    void anyBytesAreAnAnswerOrNone() {
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            CODE.decode(bytes).ifPresent(answer -> assertThat(answer.weights()).hasSize(21));
        }
    }

    private Answer answer() {
        float[] x = new float[21 * 384];
        float[] y = new float[21 * 512];
        float[] weights = new float[21];
        for (int k = 0; k < 21; k++) {
            weights[k] = random.nextFloat();
            Softmax.put(label(384), x, k * 384);
            Softmax.put(label(512), y, k * 512);
        }
        return new Answer(x, y, weights);
    }

    private float[] label(int bins) {
        double sigma = SimccTarget.sigmaBins(bins / 2);
        double bin = random.nextDouble() * bins;
        float[] label = new float[bins];
        for (int i = 0; i < bins; i++) {
            label[i] = (float) Math.exp(-(i - bin) * (i - bin) / (2 * sigma * sigma));
        }
        return label;
    }
}
