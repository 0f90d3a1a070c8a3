package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FrameIdsTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final UUID SESSION = new UUID(1, 2);

    private final FrameIds ids = new FrameIds(DOOR);

    @Test
    void knowsWhatWasAddedAndNothingElse() {
        ids.add(SESSION, 3);
        ids.add(SESSION, 3);
        assertThat(ids.contains(new FrameId(DOOR, SESSION, 3))).isTrue();
        assertThat(ids.contains(new FrameId(DOOR, SESSION, 2))).isFalse();
        assertThat(ids.contains(new FrameId(DOOR, SESSION, Long.MAX_VALUE))).isFalse();
        assertThat(ids.contains(new FrameId(DOOR, new UUID(1, 3), 3))).isFalse();
        assertThat(ids.contains(new FrameId(new CameraId("yard"), SESSION, 3))).isFalse();
        assertThat(ids.size()).isEqualTo(1);
    }

    @Test
    void countsTheDifference() {
        FrameIds others = ids.copy();
        ids.add(SESSION, 0);
        ids.add(SESSION, 5);
        ids.add(new UUID(1, 3), 0);
        others.add(SESSION, 5);
        others.add(SESSION, 6);
        assertThat(ids.notIn(others)).isEqualTo(2);
        assertThat(others.notIn(ids)).isEqualTo(1);
    }

    @Test
    void refusesASequenceThatNoSessionComesTo() {
        assertThatThrownBy(() -> ids.add(SESSION, 1L << 40)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ids.add(SESSION, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
