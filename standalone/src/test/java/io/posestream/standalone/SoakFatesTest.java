package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fixture's frames are all received at one time, and emitted after their age. */
final class SoakFatesTest {
    private static final long RECEIVED =
            Skeletons.of("door").record(Fate.EMPTY, 0).hops().receivedMicros();
    private static final SoakFates.Span ALL = new SoakFates.Span(RECEIVED, RECEIVED + 1);
    private static final SoakFates.Span NONE = new SoakFates.Span(0, 0);

    private final Skeletons door = Skeletons.of("door");
    private final Skeletons yard = Skeletons.of("yard");
    private final SoakFates fates = new SoakFates();

    @Test
    void tellsEachCamerasShareAndAges() {
        fates.add(door.aged(10_000).record(Fate.POSED, 0));
        fates.add(door.aged(20_000).record(Fate.EMPTY, 1));
        fates.add(door.aged(900_000).record(Fate.EXPIRED, 2));
        fates.add(door.aged(900_000).record(Fate.UNDECODABLE, 3));
        fates.add(yard.aged(30_000).record(Fate.POSED, 0));
        assertThat(fates.cameras(ALL, NONE)).containsOnlyKeys("door", "yard");
        SoakFates.OfCamera ofDoor = fates.cameras(ALL, NONE).get("door");
        assertThat(ofDoor)
                .isEqualTo(new SoakFates.OfCamera(
                        4, 1, 1, 1, .5, new AgeHistogram.Percentiles(2, 10.239, 20.479, 20.479)));
        assertThat(fates.ages(ALL).count()).isEqualTo(3);
        assertThat(fates.cameras(new SoakFates.Span(0, RECEIVED), NONE)).isEmpty();
    }

    @Test
    void judgesNoFrameOfAnOutage() {
        fates.add(door.record(Fate.EXPIRED, 0));
        assertThat(fates.cameras(ALL, ALL).get("door").posedShare()).isZero();
        assertThat(fates.cameras(ALL, ALL).get("door").expired()).isEqualTo(1);
    }

    @Test
    void takesTheFirstRecordOfAFrameAndNoOverruns() {
        fates.add(door.aged(10_000).record(Fate.POSED, 0));
        fates.add(door.aged(5_000_000).record(Fate.EXPIRED, 0));
        fates.add(door.overrun(1, 9));
        assertThat(fates.cameras(ALL, NONE).get("door").frames()).isEqualTo(1);
        assertThat(fates.secondsOfExpiryAfter(RECEIVED)).isZero();
    }

    @Test
    void findsTheConfirmedFramesThatHaveNoRecord() {
        FrameIds confirmed = new FrameIds(new CameraId("door"));
        confirmed.add(door.session(), 0);
        confirmed.add(door.session(), 1);
        confirmed.add(yard.session(), 0);
        fates.add(door.record(Fate.POSED, 0));
        assertThat(fates.withoutRecord(confirmed)).isEqualTo(2);
        fates.add(door.record(Fate.EXPIRED, 1));
        assertThat(fates.withoutRecord(confirmed)).isEqualTo(1);
    }

    @Test
    void tellsWhenSkeletonsCameAgain() {
        List<CameraId> both = List.of(new CameraId("door"), new CameraId("yard"));
        fates.add(door.aged(10_000).record(Fate.POSED, 0));
        fates.add(door.aged(90_000).record(Fate.POSED, 1));
        fates.add(yard.aged(40_000).record(Fate.EXPIRED, 0));
        assertThat(fates.firstPosedAfter(RECEIVED + 20_000)).hasValue(RECEIVED + 90_000);
        assertThat(fates.firstPosedAfter(RECEIVED + 90_000)).isEmpty();
        assertThat(fates.allPosedAfter(RECEIVED + 20_000, both)).isEmpty();
        fates.add(yard.aged(120_000).record(Fate.EMPTY, 1));
        assertThat(fates.allPosedAfter(RECEIVED + 20_000, both)).hasValue(RECEIVED + 120_000);
        assertThat(fates.posed(new SoakFates.Span(RECEIVED + 90_000, RECEIVED + 120_000)))
                .isEqualTo(1);
    }

    @Test
    void tellsForHowLongFramesWentOnToExpire() {
        fates.add(door.aged(400_000).record(Fate.EXPIRED, 0));
        fates.add(yard.aged(700_000).record(Fate.EXPIRED, 0));
        fates.add(yard.aged(900_000).record(Fate.POSED, 1));
        assertThat(fates.secondsOfExpiryAfter(RECEIVED + 200_000)).isEqualTo(.5);
        assertThat(fates.secondsOfExpiryAfter(RECEIVED + 700_000)).isZero();
    }
}
