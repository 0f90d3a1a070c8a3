package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final OptionalLong LIMIT = OptionalLong.of(400);

    private final Expiry expiry = new Expiry();

    @Test
    void expiresAboveTheLimitAndUntilAQuarterOfIt() {
        assertThat(expiry.expires(400_000, LIMIT)).isFalse();
        assertThat(expiry.expires(400_001, LIMIT)).isTrue();
        assertThat(expiry.expires(200_000, LIMIT)).isTrue();
        assertThat(expiry.expires(100_000, LIMIT)).isTrue();
        assertThat(expiry.expires(99_999, LIMIT)).isFalse();
        assertThat(expiry.expires(200_000, LIMIT)).isFalse();
        assertThat(expiry.expires(400_000, LIMIT)).isFalse();
    }

    @Test
    void countsTheTimeThatPosingTakes() {
        expiry.posed(150_000);

        assertThat(expiry.expires(250_000, LIMIT)).isFalse();
        assertThat(expiry.expires(250_001, LIMIT)).isTrue();
    }

    @Test
    void expectsARunningMeanAndTwiceItsDeviation() {
        expiry.posed(100_000);
        expiry.posed(200_000); // 0.9 · 100 + 0.1 · 200 = 110 ms, and twice 0.1 · 100

        assertThat(expiry.expires(269_000, LIMIT)).isFalse();
        assertThat(expiry.expires(271_000, LIMIT)).isTrue();
    }

    /** Otherwise nothing would be posed any more, and so nothing would ever show that posing is fast again. */
    @Test
    void oneSlowFrameDoesNotEndPosing() {
        expiry.posed(60_000_000);

        assertThat(expiry.expires(100_000, LIMIT)).isTrue();
        assertThat(expiry.expires(99_999, LIMIT)).isFalse();
        for (int i = 0; i < 100; i++) {
            expiry.posed(10_000);
        }
        assertThat(expiry.expires(300_000, LIMIT)).isFalse();
    }

    @Test
    void recordingsNeverExpire() {
        expiry.posed(60_000_000);
        assertThat(expiry.expires(500_000, LIMIT)).isTrue();

        assertThat(expiry.expires(Long.MAX_VALUE, OptionalLong.empty())).isFalse();
    }

    @Test
    void aLimitOfCenturiesIsALimit() {
        assertThat(expiry.expires(400_000, OptionalLong.of(Long.MAX_VALUE))).isFalse();
    }
}
