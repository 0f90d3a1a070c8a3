package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.CameraId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Fixture ingest = new Fixture(true);
    private final Sessions sessions = new Sessions(ingest.ids, 2, Duration.ofSeconds(30), nanos::get, ingest.metrics);

    @AfterEach
    void close() {
        ingest.close();
    }

    @Test
    void keepsASessionWhileFramesCome() {
        UUID first = sessions.of(Fixture.DOOR).id();
        pass(29);
        assertThat(sessions.of(Fixture.DOOR).id()).isEqualTo(first);
        pass(29);
        assertThat(sessions.of(Fixture.DOOR).id()).isEqualTo(first);
    }

    @Test
    void endsASessionAfterThirtySilentSeconds() {
        Session first = sessions.of(Fixture.DOOR);
        first.advance();
        pass(30);
        Session second = sessions.of(Fixture.DOOR);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.next().sequence()).isZero();
        assertThat(ingest.value("sessions")).isEqualTo(1);
    }

    @Test
    void refusesOneTooManyUntilAnotherIsIdle() {
        sessions.of(Fixture.DOOR);
        pass(10);
        sessions.of(new CameraId("yard"));
        assertThatThrownBy(() -> sessions.of(new CameraId("roof")))
                .isInstanceOfSatisfying(
                        FrameRefusedException.class,
                        e -> assertThat(e.rejection()).isEqualTo(FrameRejection.SESSIONS_FULL));
        pass(20);
        sessions.of(new CameraId("roof"));
        assertThat(ingest.value("sessions")).isEqualTo(2);
    }

    @Test
    void makesIdsOfVersion7ThatSortByTime() {
        UUID id = sessions.of(Fixture.DOOR).id();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(Fixture.NOW.toEpochMilli());
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
