package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FateStatisticsTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final long SECOND = 1_000_000_000;

    private final FateStatistics statistics = new FateStatistics(0);

    @Test
    void countsTheFatesOfEachCameraAndOfAll() {
        count("door", 0, Fate.POSED);
        count("door", 1, Fate.EXPIRED);
        count("yard", 2, Fate.POSED);
        assertThat(statistics.byCamera(SECOND).get(DOOR).fates()).isEqualTo(Map.of(Fate.POSED, 1L, Fate.EXPIRED, 1L));
        assertThat(statistics.total(SECOND).fates()).isEqualTo(Map.of(Fate.POSED, 2L, Fate.EXPIRED, 1L));
        assertThat(statistics.first(1)).containsExactly(DOOR);
        assertThat(statistics.partition(DOOR)).isZero();
        assertThat(statistics.partition(new CameraId("roof"))).isEqualTo(-1);
    }

    @Test
    void countsTheFirstFateOfAFrame() {
        assertThat(count("door", 7, Fate.EXPIRED)).isTrue();
        assertThat(count("door", 7, Fate.POSED)).isFalse();
        assertThat(count("door", 6, Fate.POSED)).isFalse();
        assertThat(statistics.total(SECOND).fates()).isEqualTo(Map.of(Fate.EXPIRED, 1L));
        assertThat(statistics.duplicates()).isEqualTo(2);
    }

    @Test
    void countsEveryFrameOfARangeThatWasOverrunButOnNoCamera() {
        count("door", 7, Fate.POSED);
        statistics.count(LiveRecords.skeleton(LiveRecords.id("door", 5), Fate.OVERRUN, 17, 0, List.of()), SECOND);
        assertThat(statistics.total(SECOND).fates()).isEqualTo(Map.of(Fate.POSED, 1L, Fate.OVERRUN, 10L));
        assertThat(statistics.byCamera(SECOND).get(DOOR).fates()).isEqualTo(Map.of(Fate.POSED, 1L));
    }

    @Test
    void countsAFrameWithoutACameraInAllOnly() {
        FrameId unknown = new FrameId(new CameraId("unknown"), new UUID(0, 0), 0);
        statistics.count(LiveRecords.skeleton(unknown, Fate.UNDECODABLE), 0);
        assertThat(statistics.total(SECOND).fates()).isEqualTo(Map.of(Fate.UNDECODABLE, 1L));
        assertThat(statistics.byCamera(SECOND)).isEmpty();
    }

    @Test
    void tellsRateAndMedianAgeOfTheLastSeconds() {
        for (int n = 0; n < 100; n++) { // 10 frames a second for 10 s; what is older than 5 s was younger
            long age = n < 50 ? 1_000 : n % 2 == 0 ? 40_000 : 60_000;
            statistics.count(
                    LiveRecords.skeleton(LiveRecords.id("door", n), Fate.EMPTY, n, age, List.of()), n * SECOND / 10);
        }
        FateStatistics.Summary door = statistics.byCamera(10 * SECOND).get(DOOR);
        assertThat(door.framesPerSecond()).isCloseTo(10, within(.3));
        assertThat(door.ageMillis()).hasValue(40);
        assertThat(door.silentSeconds()).isCloseTo(.1, within(.01));
        FateStatistics.Summary later = statistics.byCamera(20 * SECOND).get(DOOR);
        assertThat(later.framesPerSecond()).isZero();
        assertThat(later.ageMillis()).isEmpty();
    }

    @Test
    void tellsTheRateOfACameraThatIsFasterThanItRemembers() {
        for (int n = 0; n < 5000; n++) {
            statistics.count(LiveRecords.skeleton(LiveRecords.id("door", n), Fate.EMPTY), n * SECOND / 1000);
        }
        assertThat(statistics.byCamera(5 * SECOND).get(DOOR).framesPerSecond()).isCloseTo(1000, within(10.0));
    }

    @Test
    void agesOfFramesThatWereNotPosedDoNotCount() {
        count("door", 0, Fate.EXPIRED);
        assertThat(statistics.total(SECOND).ageMillis()).isEmpty();
        assertThat(statistics.total(SECOND).framesPerSecond()).isZero();
    }

    @Test
    void remembersSoManyCamerasAndForgetsTheOneSilentForLongest() {
        for (int n = 0; n <= FateStatistics.MAX_CAMERAS; n++) {
            statistics.count(LiveRecords.skeleton(LiveRecords.id("camera-" + n, n), Fate.EMPTY), n);
        }
        assertThat(statistics.byCamera(SECOND))
                .hasSize(FateStatistics.MAX_CAMERAS)
                .doesNotContainKey(new CameraId("camera-0"));
        assertThat(statistics.total(SECOND).fates()).isEqualTo(Map.of(Fate.EMPTY, FateStatistics.MAX_CAMERAS + 1L));
    }

    private boolean count(String camera, long offset, Fate fate) {
        return statistics.count(LiveRecords.skeleton(LiveRecords.id(camera, offset), fate), 0);
    }
}
