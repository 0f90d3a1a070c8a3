package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    @Test
    void givesSoManyAndNoMore() {
        RestartBudget budget = new RestartBudget(3, Duration.ofHours(1));

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void givesAgainOnceThePeriodIsOver() {
        RestartBudget budget = new RestartBudget(1, Duration.ZERO);

        assertThat(budget.take()).isTrue();
        long taken = System.nanoTime();
        while (System.nanoTime() == taken) {
            Thread.onSpinWait();
        }
        assertThat(budget.take()).isTrue();
    }
}
