package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.trainer.net.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden values: torch 2.13.0, {@code AdamW([1., -2.], lr=0.01, weight_decay=0.1)} on gradients (0.5, -1) then (-0.25, 4). */
class AdamWTest {
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(.9, .999, 1e-8, .1, Double.POSITIVE_INFINITY);

    @Test
    void stepsAsPytorchDoes() {
        AdamW optimiser = new AdamW(SETTINGS, List.of(parameter(0, 2, true)));
        float[] weights = {1, -2};

        step(optimiser, weights, .5f, -1);
        assertThat(weights).containsExactly(new float[] {AFTER_BOTH[0], AFTER_BOTH[1]}, within(1e-6f));
        step(optimiser, weights, -.25f, 4);
        assertThat(weights).containsExactly(new float[] {AFTER_BOTH[2], AFTER_BOTH[3]}, within(1e-6f));
    }

    private static final float[] AFTER_BOTH = {0.989f, -1.988f, 0.9853476f, -1.991607f};

    @Test
    void whatDoesNotDecayIsOnlyMovedByItsGradient() {
        AdamW optimiser = new AdamW(SETTINGS, List.of(parameter(0, 1, true), parameter(1, 1, false)));
        float[] weights = {1, 1};

        step(optimiser, weights, 0, 0);

        assertThat(weights).containsExactly(new float[] {.999f, 1}, within(1e-7f));
    }

    @Test
    void aLongGradientIsShortenedAsAWhole() {
        AdamW optimiser = new AdamW(new AdamW.Settings(0, 0, 1, 0, 5), List.of(parameter(0, 2, true)));
        float[] weights = {0, 0};

        step(optimiser, weights, 30, 40); // of length 50: a tenth is left

        assertThat(weights).containsExactly(new float[] {-.01f * 3 / 4, -.01f * 4 / 5}, within(1e-6f));
    }

    @Test
    void theNormTellsOfANumberThatIsNotFinite() {
        assertThat(AdamW.norm(new float[] {3, 4})).isEqualTo(5);
        assertThat(AdamW.norm(new float[] {3, Float.NaN})).isNaN();
        assertThat(AdamW.norm(new float[] {Float.NEGATIVE_INFINITY, 0})).isInfinite();
    }

    @Test
    void theAveragesMomentumFallsAsMmdetectionSays() {
        assertThat(Average.momentum(1000)).isCloseTo(.606, within(1e-3));
        assertThat(Average.momentum(2000)).isCloseTo(.368, within(1e-3));
        assertThat(Average.momentum(10000)).isCloseTo(.0069, within(1e-4));
    }

    @Test
    void theAverageBeginsAsACopyAndFollows() {
        Average average = new Average(1);

        average.update(new float[] {1});
        assertThat(average.numbers()).containsExactly(1);
        average.update(new float[] {2});
        assertThat(average.numbers()[0]).isCloseTo((float) (1 + Average.momentum(1)), within(1e-6f));
    }

    private static void step(AdamW optimiser, float[] weights, float... gradients) {
        optimiser.update(weights, gradients, AdamW.norm(gradients), .01);
    }

    private static Parameter parameter(int offset, int length, boolean decays) {
        return new Parameter("p" + offset, new long[] {length}, offset, decays, false);
    }
}
