package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.net.Answers;
import io.posestream.trainer.net.Garbage;
import io.posestream.trainer.recipe.KeypointLoss;
import io.posestream.trainer.recipe.Reduction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Golden values: REFERENCE 3.1, of one sample whose first keypoint alone is labelled, at (50, 100) of 192 x 256. */
class StudentLossTest {
    private static final LossWeights KEYPOINTS_ONLY = new LossWeights(1, List.of());
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aLabelsDistributionIsTheSoftmaxOfTenTimesItsGaussian() {
        float[] x = labels().x().get("0, 0").toFloatArray();

        assertThat(x).hasSize(384);
        assertThat(x[100]).isCloseTo(.2454875f, within(1e-6f));
        assertThat(x[105]).isCloseTo(.0042410f, within(1e-6f));
        assertThat(x[383]).isCloseTo(1.11451e-5f, within(1e-9f));
    }

    @Test
    void aUniformAnswerCostsWhatMmposeSays() {
        NDArray loss = loss(Reduction.MMPOSE, zeros(384), zeros(512)).keypoints();

        assertThat(loss.getFloat()).isCloseTo(.009146877f, within(1e-7f));
    }

    @Test
    void aUniformAnswerCostsItsDivergenceSummedOverBinsAndAxes() {
        NDArray loss = loss(Reduction.SUM, zeros(384), zeros(512)).keypoints();

        assertThat(loss.getFloat()).isCloseTo(3.955619f + 4.092243f, within(1e-4f));
    }

    @Test
    void theLabelItselfCostsNothing() {
        NDArray loss = loss(Reduction.MMPOSE, gaussian(384, 100, 4.9), gaussian(512, 200, 5.66))
                .keypoints();

        assertThat(loss.getFloat()).isCloseTo(0, within(1e-7f));
    }

    @Test
    void fourBinsAsideCostWhatMmposeSays() {
        NDArray loss = loss(Reduction.MMPOSE, gaussian(384, 104, 4.9), gaussian(512, 200, 5.66))
                .keypoints();

        assertThat(loss.getFloat()).isCloseTo(.003155819f, within(1e-7f));
    }

    @Test
    void theSquaredDistanceIsInCropsAndOverAllKeypoints() {
        NDArray x = peak(384, 120);
        NDArray y = peak(512, 200);

        NDArray loss = new StudentLoss(KeypointLoss.L2, 0, Reduction.SUM, KEYPOINTS_ONLY)
                .of(new Answers(x, y, Optional.empty()), places(), labels(), List.of(), 0)
                .keypoints();

        assertThat(loss.getFloat()).isCloseTo((float) Math.pow(10 / 192.0, 2) / 2, within(1e-6f));
    }

    @Test
    void aTeacherCountsForWhatItKnowsAndWithItsWeight() {
        Distributions label = labels();
        Distributions teacher = Distributions.of(
                manager,
                List.of(new Answer(label.x().toFloatArray(), label.y().toFloatArray(), new float[] {.5f, 0})),
                2,
                384,
                512);
        StudentLoss loss = new StudentLoss(KeypointLoss.KL, 0, Reduction.SUM, new LossWeights(.3, List.of(.45 * .7)));

        StudentLoss.Parts parts =
                loss.of(new Answers(zeros(384), zeros(512), Optional.empty()), places(), label, List.of(teacher), 0);

        float uniform = 3.955619f + 4.092243f;
        assertThat(parts.teachers().get(0).getFloat()).isCloseTo(uniform, within(1e-4f));
        assertThat(parts.total().getFloat()).isCloseTo((float) (.3 + .45 * .7) * uniform, within(1e-4f));
    }

    @Test
    void dwposesDistillationIsOverAllKeypointsAndTheBatch() {
        Distributions label = labels();
        Distributions teacher =
                new Distributions(label.x(), label.y(), manager.create(new float[] {.5f, 0}, new Shape(1, 2)));
        StudentLoss loss = new StudentLoss(KeypointLoss.KL, 0, Reduction.MMPOSE, new LossWeights(0, List.of(1.0)));

        StudentLoss.Parts parts =
                loss.of(new Answers(zeros(384), zeros(512), Optional.empty()), places(), label, List.of(teacher), 0);

        assertThat(parts.teachers().get(0).getFloat()).isCloseTo(.5f * (3.955619f + 4.092243f) / 2, within(1e-4f));
    }

    @Test
    void nothingLabelledCostsNothing() {
        Distributions none = Distributions.ofLabels(places(), manager.zeros(new Shape(1, 2)), 192, 256);

        StudentLoss.Parts parts = new StudentLoss(KeypointLoss.KL_AND_L2, 1, Reduction.SUM, KEYPOINTS_ONLY)
                .of(new Answers(zeros(384), zeros(512), Optional.of(maps())), places(), none, List.of(), 1);

        assertThat(parts.total().getFloat()).isZero();
    }

    @Test
    void theAuxiliaryLossFallsWhenTheRightCellIsNamed() {
        NDArray right = manager.zeros(new Shape(1, 2, 8, 6));
        right.set(new ai.djl.ndarray.index.NDIndex("0, 0, 3, 1"), 20f);

        StudentLoss loss = new StudentLoss(KeypointLoss.KL, 0, Reduction.SUM, KEYPOINTS_ONLY);
        float unsure = loss.of(
                        new Answers(zeros(384), zeros(512), Optional.of(maps())), places(), labels(), List.of(), 1)
                .auxiliary()
                .getFloat();
        float sure = loss.of(
                        new Answers(zeros(384), zeros(512), Optional.of(new Answers.Maps(right, right))),
                        places(),
                        labels(),
                        List.of(),
                        1)
                .auxiliary()
                .getFloat();

        assertThat(unsure).isCloseTo((float) (Math.log(48) + Math.log(192)), within(1e-3f));
        assertThat(sure).isLessThan(1);
    }

    /** The engine's operators that take a bare number read freed memory when a collection comes in between. */
    @Test
    void gradientsSurviveAGarbageCollectionBetweenForwardAndBackward() {
        float[] calm = gradients(false);

        for (int i = 0; i < 5; i++) {
            assertThat(gradients(true)).isEqualTo(calm);
        }
    }

    private float[] gradients(boolean collect) {
        try (NDManager step = manager.newSubManager()) {
            NDArray x = step.full(new Shape(1, 2, 384), .1f);
            NDArray y = step.full(new Shape(1, 2, 512), .1f);
            NDArray head = step.zeros(new Shape(1, 2, 8, 6));
            List.of(x, y, head).forEach(array -> array.setRequiresGradient(true));
            Distributions label = labels();
            Distributions teacher = new Distributions(label.x(), label.y(), step.full(new Shape(1, 2), .3f));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray total = new StudentLoss(
                                KeypointLoss.KL_AND_L2, .5, Reduction.MMPOSE, new LossWeights(.3, List.of(.4)))
                        .of(
                                new Answers(x, y, Optional.of(new Answers.Maps(head, head))),
                                places(),
                                label,
                                List.of(teacher),
                                .5)
                        .total();
                if (collect) {
                    Garbage.collect();
                }
                collector.backward(total);
            }
            return NDArrays.concat(new NDList(
                            x.getGradient().flatten(),
                            y.getGradient().flatten(),
                            head.getGradient().flatten()))
                    .toFloatArray();
        }
    }

    private StudentLoss.Parts loss(Reduction reduction, NDArray x, NDArray y) {
        return new StudentLoss(KeypointLoss.KL, 0, reduction, KEYPOINTS_ONLY)
                .of(new Answers(x, y, Optional.empty()), places(), labels(), List.of(), 0);
    }

    private Answers.Maps maps() {
        return new Answers.Maps(manager.zeros(new Shape(1, 2, 8, 6)), manager.zeros(new Shape(1, 2, 16, 12)));
    }

    private NDArray places() {
        return manager.create(new float[] {50, 100, 0, 0}, new Shape(1, 2, 2));
    }

    private Distributions labels() {
        return Distributions.ofLabels(places(), manager.create(new float[] {1, 0}, new Shape(1, 2)), 192, 256);
    }

    private NDArray zeros(int bins) {
        return manager.zeros(new Shape(1, 2, bins));
    }

    private NDArray gaussian(int bins, int middle, double sigma) {
        float[] responses = new float[2 * bins];
        for (int i = 0; i < bins; i++) {
            responses[i] = (float) Math.exp(-(i - middle) * (i - middle) / (2 * sigma * sigma));
        }
        return manager.create(responses, new Shape(1, 2, bins));
    }

    private NDArray peak(int bins, int middle) {
        float[] responses = new float[2 * bins];
        responses[middle] = 10;
        return manager.create(responses, new Shape(1, 2, bins));
    }
}
