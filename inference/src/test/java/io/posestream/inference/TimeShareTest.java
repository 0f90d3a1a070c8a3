package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeShareTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final TimeShare time = new TimeShare(.2, clock::get);

    @Test
    void itRestsFourTimesAsLongAsItWorked() {
        assertThat(time.isFree()).isTrue();

        time.work(() -> clock.addAndGet(10_000));
        assertThat(time.isFree()).isFalse();
        clock.addAndGet(39_999);
        assertThat(time.isFree()).isFalse();
        clock.addAndGet(1);

        assertThat(time.isFree()).isTrue();
    }

    @Test
    void itIsNotFreeWhileItWorks() {
        time.work(() -> assertThat(time.isFree()).isFalse());

        assertThat(time.isFree()).isTrue();
    }

    @Test
    void whatFailsHasTakenItsTime() {
        try {
            time.work(() -> {
                clock.addAndGet(10);
                throw new IllegalStateException("this test wants it");
            });
        } catch (IllegalStateException e) {
            assertThat(time.isFree()).isFalse();
        }
        clock.addAndGet(40);

        assertThat(time.isFree()).isTrue();
    }

    @Test
    void whoeverAlwaysHasWorkGetsTheShareAndNoMore() {
        Random random = new Random(7);
        long began = clock.get();
        long worked = 0;
        for (int n = 0; n < 1_000; n++) {
            int piece = 1 + random.nextInt(100_000);
            time.work(() -> clock.addAndGet(piece));
            worked += piece;
            while (!time.isFree()) {
                clock.addAndGet(100);
            }
        }

        double share = worked / (double) (clock.get() - began);
        assertThat(share).isLessThanOrEqualTo(.2).isCloseTo(.2, within(.001));
    }

    @Test
    void withAllOfTheTimeThereIsNoRest() {
        TimeShare all = new TimeShare(1.6, clock::get);
        all.work(() -> clock.addAndGet(1_000));

        assertThat(all.isFree()).isTrue();
    }
}
