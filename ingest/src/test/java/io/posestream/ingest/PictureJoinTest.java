package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureJoinTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final CameraId YARD = new CameraId("yard");
    private static final long SECOND = 1_000_000_000;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final PictureJoin join =
            new PictureJoin(new PictureJoin.Limits(4, 1000, 5, Duration.ofSeconds(2)), new LiveMetrics(registry));

    PictureJoinTest() {
        join.watch(Set.of(DOOR, YARD));
    }

    @Test
    void joinsAFrameWithItsOwnSkeletonInWhateverOrderTheyCome() {
        List<Object> halves = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            for (String camera : List.of("door", "yard")) {
                halves.add(LiveRecords.frame(LiveRecords.id(camera, n)));
                halves.add(LiveRecords.skeleton(LiveRecords.id(camera, n), Fate.POSED));
            }
        }
        Collections.shuffle(halves, new Random(7));
        List<PictureJoin.Picture> pictures = new ArrayList<>();
        for (Object half : halves) {
            (half instanceof Frame frame ? join.add(frame, 0) : join.add((SkeletonFrame) half, 0))
                    .ifPresent(pictures::add);
        }
        assertThat(pictures)
                .hasSize(8)
                .allSatisfy(picture -> assertThat(picture.frame().id())
                        .isEqualTo(picture.skeleton().id()));
        assertThat(join.waitingFrames()).isZero();
        assertThat(join.waitingBytes()).isZero();
        assertThat(value("pictures_joined_total")).isEqualTo(8);
    }

    @Test
    void neverJoinsWhatDiffersInSessionSequenceOrCamera() {
        assertThat(join.add(LiveRecords.frame(LiveRecords.id("door", 5)), 0)).isEmpty();
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 6), Fate.POSED), 0))
                .isEmpty();
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("yard", 5), Fate.POSED), 0))
                .isEmpty();
        FrameId otherSession = new FrameId(DOOR, new UUID(0x7000, 2), 5);
        assertThat(join.add(LiveRecords.skeleton(otherSession, Fate.POSED), 0)).isEmpty();
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 5), Fate.POSED), 0))
                .isPresent();
        assertThatThrownBy(() -> new PictureJoin.Picture(
                        LiveRecords.frame(LiveRecords.id("door", 5)),
                        LiveRecords.skeleton(LiveRecords.id("door", 6), Fate.POSED)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsAFrameWithNobodyInIt() {
        join.add(LiveRecords.frame(LiveRecords.id("door", 0)), 0);
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 0), Fate.EMPTY), 0))
                .hasValueSatisfying(
                        picture -> assertThat(picture.skeleton().persons()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED", "UNDECODABLE", "FAILED", "UNSPECIFIED"})
    void showsNoPictureOfAnotherFateWhicheverComesFirst(Fate fate) {
        join.add(LiveRecords.frame(LiveRecords.id("door", 0)), 0);
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 0), fate), 0))
                .isEmpty();
        join.add(LiveRecords.skeleton(LiveRecords.id("door", 1), fate), 0);
        assertThat(join.add(LiveRecords.frame(LiveRecords.id("door", 1)), 0)).isEmpty();
        assertThat(dropped("no_picture")).isEqualTo(2);
        assertThat(join.waitingFrames()).isZero();
    }

    @Test
    void letsAHalfGoThatWaitedTooLong() {
        join.add(LiveRecords.frame(LiveRecords.id("door", 0)), 0);
        join.add(LiveRecords.skeleton(LiveRecords.id("yard", 0), Fate.POSED), 0);
        join.age(2 * SECOND);
        assertThat(join.waitingFrames()).isEqualTo(1);
        join.age(2 * SECOND + 1);
        assertThat(join.waitingFrames()).isZero();
        assertThat(join.waitingBytes()).isZero();
        assertThat(dropped("aged")).isEqualTo(1);
        assertThat(value("skeletons_unmatched_total")).isEqualTo(1);
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 0), Fate.POSED), 2 * SECOND))
                .isEmpty();
    }

    @Test
    void keepsSoManyFramesAndSkeletonsOfACameraAndLetsTheOldestGo() {
        for (int n = 0; n < 6; n++) {
            join.add(LiveRecords.frame(LiveRecords.id("door", n)), 0);
            join.add(LiveRecords.skeleton(LiveRecords.id("yard", n), Fate.POSED), 0);
        }
        assertThat(join.waitingFrames()).isEqualTo(4);
        assertThat(dropped("displaced")).isEqualTo(2);
        assertThat(value("skeletons_unmatched_total")).isEqualTo(2);
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 1), Fate.POSED), 0))
                .isEmpty();
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 2), Fate.POSED), 0))
                .isPresent();
        assertThat(join.add(LiveRecords.frame(LiveRecords.id("yard", 2)), 0)).isPresent();
    }

    @Test
    void keepsSoManyBytesAndTakesThemFromTheCameraThatHoldsMost() {
        join.add(LiveRecords.frame(LiveRecords.id("yard", 0), new byte[100]), 0);
        join.add(LiveRecords.frame(LiveRecords.id("door", 0), new byte[500]), 0);
        join.add(LiveRecords.frame(LiveRecords.id("door", 1), new byte[401]), 0);
        assertThat(join.waitingBytes()).isEqualTo(501);
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("yard", 0), Fate.POSED), 0))
                .isPresent();
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 0), Fate.POSED), 0))
                .isEmpty();
        assertThat(join.add(LiveRecords.skeleton(LiveRecords.id("door", 1), Fate.POSED), 0))
                .isPresent();
        assertThat(join.waitingBytes()).isZero();
    }

    @Test
    void keepsSoManyPersonsAndTakesThemFromTheCameraThatHoldsMost() {
        join.add(crowd("yard", 0, 2), 0);
        join.add(crowd("door", 0, 3), 0);
        join.add(crowd("door", 0, 3), 0); // the same again
        assertThat(join.waitingPersons()).isEqualTo(5);
        join.add(crowd("door", 1, 1), 0);
        assertThat(join.waitingPersons()).isEqualTo(3);
        assertThat(value("skeletons_unmatched_total")).isEqualTo(1);
        assertThat(join.add(LiveRecords.frame(LiveRecords.id("door", 0)), 0)).isEmpty();
        assertThat(join.add(LiveRecords.frame(LiveRecords.id("door", 1)), 0)).isPresent();
        assertThat(join.add(LiveRecords.frame(LiveRecords.id("yard", 0)), 0)).isPresent();
        assertThat(join.waitingPersons()).isZero();
        join.add(crowd("door", 2, 4), 0);
        join.watch(Set.of(YARD));
        assertThat(join.waitingPersons()).isZero();
        join.add(crowd("yard", 1, 6), 0);
        assertThat(join.waitingPersons()).isZero();
    }

    private static SkeletonFrame crowd(String camera, int sequence, int persons) {
        return LiveRecords.skeleton(
                LiveRecords.id(camera, sequence),
                Fate.POSED,
                sequence,
                80_000,
                Collections.nCopies(persons, LiveRecords.person(17)));
    }

    @Test
    void keepsNothingOfACameraThatNobodyWatches() {
        join.add(LiveRecords.frame(LiveRecords.id("door", 0)), 0);
        join.add(LiveRecords.frame(LiveRecords.id("yard", 0)), 0);
        join.watch(Set.of(YARD));
        assertThat(join.waitingFrames()).isEqualTo(1);
        assertThat(dropped("unwatched")).isEqualTo(1);
        join.add(LiveRecords.frame(LiveRecords.id("door", 1)), 0);
        assertThat(join.waitingFrames()).isEqualTo(1);
        assertThat(value("frames_read_total")).isEqualTo(2);
    }

    @Test
    void countsAddUp() {
        Random random = new Random(3);
        for (int n = 0; n < 2000; n++) {
            FrameId id = LiveRecords.id(random.nextBoolean() ? "door" : "yard", random.nextInt(n / 2 + 1));
            long nanos = n * SECOND / 10;
            if (random.nextBoolean()) {
                join.add(LiveRecords.frame(id, new byte[random.nextInt(600)]), nanos);
            } else {
                join.add(LiveRecords.skeleton(id, random.nextBoolean() ? Fate.POSED : Fate.EXPIRED), nanos);
            }
            join.age(nanos);
            if (n % 100 == 50) {
                join.watch(Set.of(DOOR));
                join.watch(Set.of(DOOR, YARD));
            }
            assertThat(join.waitingBytes()).isLessThanOrEqualTo(1000);
            assertThat(join.waitingPersons()).isBetween(0, 5);
        }
        double dropped = dropped("aged") + dropped("displaced") + dropped("unwatched") + dropped("no_picture");
        assertThat(List.of(dropped("aged"), dropped("displaced"), dropped("unwatched"), dropped("no_picture")))
                .doesNotContain(0.0);
        assertThat(value("frames_read_total"))
                .isEqualTo(value("pictures_joined_total") + dropped + join.waitingFrames());
    }

    private double value(String metric) {
        return registry.getSampleValue("posestream_live_" + metric);
    }

    private double dropped(String reason) {
        return registry.getSampleValue(
                "posestream_live_frames_dropped_total", new String[] {"reason"}, new String[] {reason});
    }
}
