package io.posestream.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.net.StepOptions.Precision;
import io.posestream.trainer.net.StepOptions.Resolution;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudentTest {
    private static final StepOptions HALF = new StepOptions(Precision.FLOAT32, Resolution.HALF);

    @Test
    void startsFromTheSameWeightsForTheSameSeed() {
        try (Student student = Student.random(Steps.SMALL, 7);
                Student same = Student.random(Steps.SMALL, 7);
                Student other = Student.random(Steps.SMALL, 8)) {
            assertThat(student.flat().values().toFloatArray())
                    .isEqualTo(same.flat().values().toFloatArray());
            assertThat(student.flat().values().toFloatArray())
                    .isNotEqualTo(other.flat().values().toFloatArray());
            assertThat(deviation(student.weights().get("head.final_layer.weight")))
                    .isCloseTo(.001, within(1e-5));
            assertThat(deviation(student.weights().get("head.gau.uv.weight"))).isCloseTo(.01, within(1e-4));
            // uniform within 1 / sqrt(9 * 24)
            assertThat(deviation(student.weights().get("backbone.stage1.0.conv.weight")))
                    .isCloseTo(1 / Math.sqrt(3 * 9 * 24), within(1e-3));
        }
    }

    @Test
    void answersOverBinsAndCells() {
        try (Student student = Student.random(Steps.SMALL, 1);
                Pass pass = student.pass(StepOptions.EXACT)) {
            Answers answers = pass.forward(pass.pixels(Steps.pictures(Steps.SMALL, 2, 1, 1), 2));

            assertThat(answers.x().getShape()).isEqualTo(new Shape(2, 5, 128));
            assertThat(answers.y().getShape()).isEqualTo(new Shape(2, 5, 128));
            assertThat(answers.maps().orElseThrow().head().getShape()).isEqualTo(new Shape(2, 5, 2, 2));
            assertThat(answers.maps().orElseThrow().stage3().getShape()).isEqualTo(new Shape(2, 5, 4, 4));
        }
    }

    @Test
    void seesAsManyCellsAtHalfResolution() {
        try (Student student = Student.random(Steps.SMALL, 1);
                Pass pass = student.pass(HALF)) {
            Answers answers = pass.forward(pass.pixels(Steps.pictures(Steps.SMALL, 2, 2, 1), 2));

            assertThat(answers.x().getShape()).isEqualTo(new Shape(2, 5, 128));
            assertThat(answers.maps().orElseThrow().head().getShape()).isEqualTo(new Shape(2, 5, 2, 2));
            assertThat(answers.maps().orElseThrow().stage3().getShape()).isEqualTo(new Shape(2, 5, 2, 2));
        }
    }

    @Test
    void refusesPixelsOfAnotherSize() {
        try (Student student = Student.random(Steps.SMALL, 1);
                Pass pass = student.pass(HALF)) {
            assertThatThrownBy(() -> pass.pixels(Steps.pictures(Steps.SMALL, 2, 1, 1), 2))
                    .hasMessageContaining("24576 bytes for pixels of (2, 32, 32, 3)");
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void learns(Precision precision) {
        StepOptions options = new StepOptions(precision, Resolution.FULL);
        byte[] rgb = Steps.pictures(Steps.SMALL, 4, 1, 1);
        try (Student student = Student.random(Steps.SMALL, 1)) {
            float first = Steps.descend(student, options, rgb, 4, () -> {});
            float last = first;
            for (int step = 0; step < 15; step++) {
                last = Steps.descend(student, options, rgb, 4, Garbage::collect);
            }

            // of 128 bins, 128 bins, 4 cells and 16 cells each as likely
            assertThat(first).isCloseTo((float) (2 * Math.log(128) + Math.log(4) + Math.log(16)), within(.2f));
            assertThat(last).isLessThan(.9f * first);
        }
    }

    /** A tenth of the batch's mean and unbiased variance, as PyTorch does. */
    @Test
    void averagesItsStatistics() {
        byte[] rgb = new byte[2 * 64 * 64 * 3];
        try (Student student = Student.random(Steps.SMALL, 1)) {
            try (Pass pass = student.pass(StepOptions.EXACT)) {
                NDArray pixels = pass.pixels(rgb, 2);
                NDArray y = student.flat()
                        .scope(
                                student.flat().values(),
                                student.flat().statistics(),
                                Scope.Mode.EVALUATION,
                                StepOptions.EXACT)
                        .unbiased(Net.normalised(pixels), Names.stem(0), 2, 1);
                float mean = y.transpose(1, 0, 2, 3).get(0).mean().getFloat();
                float square = y.transpose(1, 0, 2, 3).get(0).square().mean().getFloat();
                pass.forward(pixels);

                int count = 2 * 32 * 32;
                float variance = (square - mean * mean) * count / (count - 1);
                Map<String, float[]> weights = student.weights();
                assertThat(weights.get("backbone.stem.0.bn.running_mean")[0]).isCloseTo(.1f * mean, within(1e-5f));
                assertThat(weights.get("backbone.stem.0.bn.running_var")[0])
                        .isCloseTo(.9f + .1f * variance, within(1e-5f));
            }
        }
    }

    /** Arrays that Java's memory backs are freed by a collection, if autograd alone still needs them. */
    @Test
    void aGarbageCollectionBeforeTheBackwardPassChangesNothing() {
        byte[] rgb = Steps.pictures(Steps.SMALL, 3, 1, 1);
        try (Student undisturbed = Student.random(Steps.SMALL, 1);
                Student disturbed = Student.random(Steps.SMALL, 1)) {
            for (int step = 0; step < 4; step++) {
                float expected = Steps.descend(undisturbed, StepOptions.EXACT, rgb, 3, () -> {});
                float loss = Steps.descend(disturbed, StepOptions.EXACT, rgb, 3, Garbage::collect);

                assertThat(loss).isEqualTo(expected);
            }
            assertThat(disturbed.flat().values().toFloatArray())
                    .isEqualTo(undisturbed.flat().values().toFloatArray());
        }
    }

    @Test
    void takesTheWeightsThatFit() {
        try (Student source = Student.random(Steps.SMALL, 1);
                Student same = Student.random(Steps.SMALL, 2);
                Student wider = Student.random(new StudentForm(StudentSize.T, 6, 64, 64), 2)) {
            assertThat(same.take(source.weights())).isEmpty();
            assertThat(same.flat().values().toFloatArray())
                    .isEqualTo(source.flat().values().toFloatArray());
            assertThat(wider.take(source.weights()))
                    .containsExactly(
                            "head.final_layer.weight",
                            "head.final_layer.bias",
                            "auxiliary.stage3.weight",
                            "auxiliary.stage3.bias");
        }
    }

    @Test
    void leavesNothingBehind() {
        byte[] rgb = Steps.pictures(Steps.SMALL, 2, 1, 1);
        try (Student student = Student.random(Steps.SMALL, 1);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray pixels = Steps.pixels(manager, Steps.SMALL, rgb, 2);
            student.evaluate(pixels);
            Steps.descend(student, StepOptions.EXACT, rgb, 2, () -> {});

            assertThat(manager.getManagedArrays()).hasSize(3); // pixels, x and y
            assertThat(student.flat().values().getManager().getManagedArrays()).hasSize(2);
        }
    }

    /** In training, too: both go by the statistics of the same pictures then. */
    @Test
    void answersAsBeforeOnceItIsCalibrated() {
        byte[] rgb = Steps.pictures(Steps.SMALL, 4, 1, 1);
        try (Student student = Trained.student(Steps.SMALL);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray pixels = Steps.pixels(manager, Steps.SMALL, rgb, 4);
            float[] expected = student.evaluate(pixels).x().toFloatArray();

            student.calibrate(rgb, 4);

            assertThat(student.evaluate(pixels).x().toFloatArray()).containsExactly(expected, offset(1e-3f));
            try (Pass pass = student.pass(StepOptions.EXACT)) {
                float[] training = pass.forward(pass.pixels(rgb, 4)).x().toFloatArray();
                assertThat(training).containsExactly(expected, offset(1e-2f));
            }
        }
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }
}
