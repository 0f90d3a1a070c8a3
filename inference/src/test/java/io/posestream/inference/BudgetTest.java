package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void givesSoManyAndNoMore() {
        Budget budget = new Budget(3, Duration.ofHours(1), nanos::get);

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void givesAgainOnceThePeriodIsOver() {
        Budget budget = new Budget(1, Duration.ofNanos(5), nanos::get);

        assertThat(budget.take()).isTrue();
        nanos.set(5);
        assertThat(budget.take()).isFalse();
        nanos.set(6);
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }
}
