package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final OptionalLong LIMIT = OptionalLong.of(400);

    private final Expiry expiry = new Expiry();
    private long now = 1_800_000_000_000_000L;

    @Test
    void expiresAboveTheLimitAndUntilAQuarterOfIt() {
        assertThat(expiry.expires(now, 400_000, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 400_001, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 200_000, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 100_000, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 99_999, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 200_000, LIMIT)).isFalse();
    }

    @Test
    void underOverloadExpiresAboveHalfTheLimit() {
        assertThat(expiry.expires(now, 400_001, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 99_999, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 200_000, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 200_001, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 99_999, LIMIT)).isFalse();

        now += 1000 * Expiry.OVERLOAD.toMillis();

        assertThat(expiry.expires(now, 400_000, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 400_001, LIMIT)).isTrue();
    }

    @Test
    void countsTheTimeThatPosingTakes() {
        expiry.posed(150_000, 0);

        assertThat(expiry.expires(now, 250_000, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 250_001, LIMIT)).isTrue();
    }

    @Test
    void expectsARunningMeanAndTwiceItsDeviation() {
        expiry.posed(100_000, 0);
        expiry.posed(200_000, 0); // 0.9 · 100 + 0.1 · 200 = 110 ms, and twice 0.1 · 100

        assertThat(expiry.expires(now, 269_000, LIMIT)).isFalse();
        assertThat(expiry.expires(now, 271_000, LIMIT)).isTrue();
    }

    /** Otherwise nothing would be posed any more, and so nothing would ever show that posing is fast again. */
    @Test
    void oneSlowFrameDoesNotEndPosing() {
        expiry.posed(60_000_000, 0);

        assertThat(expiry.expires(now, 100_000, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 99_999, LIMIT)).isFalse();
        for (int i = 0; i < 100; i++) {
            expiry.posed(10_000, 0);
        }
        now += 1000 * Expiry.OVERLOAD.toMillis();
        assertThat(expiry.expires(now, 300_000, LIMIT)).isFalse();
    }

    @Test
    void recordingsNeverExpire() {
        expiry.posed(60_000_000, 0);
        assertThat(expiry.expires(now, 500_000, LIMIT)).isTrue();

        assertThat(expiry.expires(now, Long.MAX_VALUE, OptionalLong.empty())).isFalse();
    }

    @Test
    void aLimitOfCenturiesIsALimit() {
        assertThat(expiry.expires(now, 400_000, OptionalLong.of(Long.MAX_VALUE)))
                .isFalse();
    }

    @Test
    void atItsTurnAFrameNeedsOnlyTheWork() {
        expiry.posed(300_000, 50_000);

        assertThat(expiry.expiresAtItsTurn(now, 350_000, LIMIT)).isFalse();
        assertThat(expiry.expiresAtItsTurn(now, 350_001, LIMIT)).isTrue();
        assertThat(expiry.expires(now, 200_000, LIMIT)).as("it goes on").isTrue();
        assertThat(expiry.expiresAtItsTurn(now, 500_000, OptionalLong.empty())).isFalse();
    }
}
