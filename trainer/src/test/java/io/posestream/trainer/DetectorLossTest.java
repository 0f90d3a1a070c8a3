package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.Assignment.Targets;
import io.posestream.trainer.net.DetectorForm;
import io.posestream.trainer.net.DetectorNet;
import io.posestream.trainer.net.DetectorPass;
import io.posestream.trainer.net.Findings;
import io.posestream.trainer.net.Garbage;
import io.posestream.trainer.net.StepOptions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against numbers reckoned by hand from the papers' formulas. */
class DetectorLossTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** (y - s)^2 times the cross-entropy: .09 * ln 2; .01^2 * -ln .99; .380797^2 * 1.126928. */
    @Test
    void scoresAreHeldToTheFit() {
        NDArray logits = manager.create(new float[] {0, -4.59512f, 2});
        NDArray fits = manager.create(new float[] {.8f, 0, .5f});

        assertThat(DetectorLoss.qualityFocal(logits, fits).toFloatArray())
                .containsExactly(new float[] {.0623832f, 1.00503e-6f, .163413f}, within(2e-6f));
    }

    @Test
    void noLogitIsTooLarge() {
        NDArray logits = manager.create(new float[] {200, -200, -200});
        NDArray fits = manager.create(new float[] {1, 0, 1});

        assertThat(DetectorLoss.qualityFocal(logits, fits).toFloatArray()).containsExactly(0, 0, 200);
    }

    /** Overlapping: 1 / 7 - 2 / 9; the same; apart: -1 / 3; one in the other: 4 / 16. */
    @Test
    void boxesAreComparedByGeneralisedIou() {
        NDArray a = boxes(0, 0, 2, 2, 1, 2, 3, 4, 0, 0, 1, 1, 0, 0, 4, 4);
        NDArray b = boxes(1, 1, 3, 3, 1, 2, 3, 4, 2, 0, 3, 1, 1, 1, 3, 3);

        assertThat(DetectorLoss.giou(a, b).toFloatArray())
                .containsExactly(new float[] {1 / 7f - 2 / 9f, 1, -1 / 3f, .25f}, within(1e-6f));
    }

    /** Of three cells one has a person, one nobody, and one does not count; the fits add up to .8, and 1 divides. */
    @Test
    void addsUpWhatCounts() {
        Findings findings = new Findings(
                manager.create(new float[] {0, -4.59512f, 3}, new Shape(1, 3)),
                boxes(0, 0, 2, 2, 0, 0, 1, 1, 0, 0, 1, 1).reshape(1, 3, 4));
        Targets targets = new Targets(
                new float[] {.8f, 0, 0}, new float[] {1, 1, 0}, new float[] {1, 1, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0});

        DetectorLoss.Parts parts = DetectorLoss.of(findings, List.of(targets));

        assertThat(parts.scores().getFloat()).isCloseTo(.0623842f, within(2e-6f));
        assertThat(parts.boxes().getFloat()).isCloseTo(.8f * (1 - 1 / 7f + 2 / 9f), within(1e-6f));
        assertThat(parts.total().getFloat()).isCloseTo(.0623842f + 1.6f * (1 - 1 / 7f + 2 / 9f), within(3e-6f));
    }

    /** The engine's operators that take a bare number read freed memory when a collection comes in between. */
    @Test
    void gradientsSurviveAGarbageCollectionBetweenForwardAndBackward() {
        float[] calm = gradient(() -> {});

        assertThat(gradient(Garbage::collect)).isEqualTo(calm);
    }

    private static float[] gradient(Runnable between) {
        DetectorForm form = new DetectorForm(DetectorForm.NARROW, 32, 32);
        byte[] rgb = new byte[2 * 3 * 32 * 32];
        new Random(1).nextBytes(rgb);
        Targets targets = new Targets(new float[] {.8f, 0, 0, .3f}, new float[] {1, 1, 0, 1}, new float[] {
            1, 1, 30, 30, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 9, 30
        });
        try (DetectorNet net = DetectorNet.random(form, 1);
                DetectorPass pass = net.pass(StepOptions.EXACT)) {
            NDArray total = DetectorLoss.of(pass.forward(rgb, 2), List.of(targets, targets))
                    .total();
            between.run();
            return pass.backward(total).toFloatArray();
        }
    }

    private NDArray boxes(float... corners) {
        return manager.create(corners, new Shape(corners.length / 4, 4));
    }
}
