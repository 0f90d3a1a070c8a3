package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    private final LearningRate rate = new LearningRate(4e-3, 1000, 1e-5, .5, .05);

    @Test
    void growsLinearlyToItsBaseOverTheWarmUp() {
        assertThat(rate.at(0, 0)).isCloseTo(4e-8, within(1e-12));
        assertThat(rate.at(500, 0)).isCloseTo(4e-3 * (1e-5 + (1 - 1e-5) * 500 / 999), within(1e-12));
        assertThat(rate.at(999, 0)).isCloseTo(4e-3, within(1e-12));
    }

    @Test
    void isFlatForHalfTheRunThenACosineToATwentieth() {
        assertThat(rate.at(5000, .5)).isEqualTo(4e-3);
        assertThat(rate.at(5000, .75)).isCloseTo((4e-3 + 2e-4) / 2, within(1e-12));
        assertThat(rate.at(5000, 1)).isCloseTo(2e-4, within(1e-12));
    }

    @Test
    void aWarmUpOfOneStepStartsAtTheBase() {
        assertThat(new LearningRate(1, 1, .1, 1, 1).at(0, 0)).isEqualTo(1);
    }
}
