package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class CameraPullerTest {
    private static final CameraSource ONCE = CameraSource.parse("door=file:door.mp4");
    private static final CameraSource LOOP = CameraSource.parse("door=loop:door.mp4");

    @Test
    void playsAFileAtItsOwnRate() throws Exception {
        try (Fixture ingest = new Fixture(true, 100, 100, 100)) {
            FakePace pace = new FakePace();
            FakePictures pictures = pictures(3);
            CameraResult result = play(ONCE, url -> pictures, live(ingest, pace), ingest);
            assertThat(result).isEqualTo(new CameraResult(Fixture.DOOR, 3, 0, Optional.empty()));
            assertThat(pace.waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
            assertThat(frames(ingest))
                    .allSatisfy(f -> assertThat(f.maxAgeMillis()).hasValue(500));
            assertThat(pictures.closed()).isTrue();
            assertThat(ingest.value("sessions")).isZero();
        }
    }

    @Test
    void sendsLateFramesAtOnce() throws Exception {
        try (Fixture ingest = new Fixture(true, 100, 100, 100)) {
            FakePace pace = new FakePace();
            LiveDelivery delivery = live(ingest, pace);
            delivery.begin(ingest.session("door"));
            pace.pass(Duration.ofMillis(250));
            FakePictures pictures = pictures(4);
            for (int i = 0; i < 4; i++) {
                delivery.deliver(pictures.next().orElseThrow());
            }
            delivery.finish();
            assertThat(pace.waits).containsExactly(Duration.ofMillis(50));
            assertThat(delivery.published()).isEqualTo(4);
        }
    }

    @Test
    void dropsAndCountsWhatFindsNoRoom() throws Exception {
        try (Fixture ingest = new Fixture(false, 2, 100, 100)) {
            LiveDelivery delivery = live(ingest, new FakePace());
            delivery.begin(ingest.session("door"));
            FakePictures pictures = pictures(6);
            for (int i = 0; i < 5; i++) {
                delivery.deliver(pictures.next().orElseThrow());
            }
            ingest.awaitSent(2);
            ingest.producer.completeNext();
            ingest.producer.completeNext();
            delivery.deliver(pictures.next().orElseThrow());
            ingest.awaitSent(3);
            ingest.producer.completeNext();
            delivery.finish();
            assertThat(frames(ingest)).extracting(Frame::skipped).containsExactly(0L, 0L, 3L);
            assertThat(frames(ingest)).extracting(f -> f.id().sequence()).containsExactly(0L, 1L, 2L);
            assertThat(delivery.published()).isEqualTo(3);
            assertThat(delivery.skipped()).isEqualTo(3);
            assertThat(ingest.refused(FrameRejection.CAMERA_QUOTA)).isEqualTo(3);
            assertThat(ingest.imbalance()).isZero();
        }
    }

    @Test
    void makesEachLoopASession() throws Exception {
        try (Fixture ingest = new Fixture(true, 100, 100, 100)) {
            CameraResult result = play(LOOP, url -> pictures(2), live(ingest, new FakePace(4)), ingest);
            assertThat(result.published()).isEqualTo(5);
            List<UUID> sessions =
                    frames(ingest).stream().map(f -> f.id().session()).toList();
            assertThat(sessions.stream().distinct()).hasSize(3);
            assertThat(frames(ingest)).extracting(f -> f.id().sequence()).containsExactly(0L, 1L, 0L, 1L, 0L);
        }
    }

    @Test
    void startsTheNextLoopOneFrameAfterTheLastPicture() throws Exception {
        try (Fixture ingest = new Fixture(true, 100, 100, 100)) {
            FakePace pace = new FakePace(3);
            CameraResult result = play(LOOP, url -> pictures(1), live(ingest, pace), ingest);
            assertThat(result).isEqualTo(new CameraResult(Fixture.DOOR, 4, 0, Optional.empty()));
            assertThat(pace.waits).hasSize(4).containsOnly(Duration.ofMillis(100));
        }
    }

    @Test
    void doesNotPauseBetweenTheLoopsOfARecording() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            FakeFates fates = new FakeFates();
            fates.endsAfter = 6;
            FakePace pace = new FakePace();
            CameraResult result = play(LOOP, url -> pictures(1), archive(ingest, fates, pace), ingest);
            assertThat(result.published()).isEqualTo(6);
            assertThat(pace.waits).isEmpty();
        }
    }

    @Test
    void pausesBetweenTheLoopsOfARecordingWithoutAUsablePicture() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            FakePace pace = new FakePace(3);
            CameraResult result = play(
                    LOOP,
                    url -> new FakePictures(List.of(Jpegs.truncated())),
                    archive(ingest, new FakeFates(), pace),
                    ingest);
            assertThat(result).isEqualTo(new CameraResult(Fixture.DOOR, 0, 4, Optional.empty()));
            assertThat(pace.waits).hasSize(4).containsOnly(Duration.ofMillis(100));
        }
    }

    @Test
    void endsARecordingWhoseFatesCannotBeReadAnyMore() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            FakeFates fates = new FakeFates();
            fates.endsAfter = 4;
            CameraResult result = play(ONCE, url -> pictures(10), archive(ingest, fates, new FakePace()), ingest);
            assertThat(result.published()).isEqualTo(4);
            assertThat(result.error())
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("the fates cannot be read any more"));
            assertThat(fates.forgotten).isTrue();
        }
    }

    @Test
    void tellsThatTheLastFatesOfARecordingCannotBeRead() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            FakeFates fates = new FakeFates();
            fates.endsAfter = 2;
            CameraResult result = play(ONCE, url -> pictures(2), archive(ingest, fates, new FakePace()), ingest);
            assertThat(result.published()).isEqualTo(2);
            assertThat(result.error())
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("the fates cannot be read any more"));
        }
    }

    @Test
    void waitsOnCloseLongerThanAFrameTakesToItsOutcome() {
        assertThat(CameraPuller.JOIN_MILLIS)
                .isGreaterThan(FramePublisher.QUEUE_PATIENCE.toMillis()
                        + KafkaClients.MAX_BLOCK_MILLIS
                        + KafkaClients.DELIVERY_TIMEOUT_MILLIS);
    }

    @Test
    void endsABrokenCameraWithItsReason() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            CameraResult missing = play(
                    LOOP,
                    url -> {
                        throw new CameraFailedException("there is nothing behind " + url);
                    },
                    live(ingest, new FakePace()),
                    ingest);
            assertThat(missing.error()).hasValue("there is nothing behind loop:door.mp4");
            CameraResult empty = play(LOOP, url -> pictures(0), live(ingest, new FakePace()), ingest);
            assertThat(empty.error()).hasValue("loop:door.mp4 holds no pictures");
        }
    }

    @Test
    void sendsARecordingAsFastAsItsFatesCome() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            FakeFates fates = new FakeFates();
            CameraResult result = play(ONCE, url -> pictures(10), archive(ingest, fates, new FakePace()), ingest);
            assertThat(result.published()).isEqualTo(10);
            assertThat(fates.mostWithoutFate.get()).isEqualTo(4);
            assertThat(fates.withoutFate).isEmpty();
            assertThat(frames(ingest))
                    .allSatisfy(f -> assertThat(f.maxAgeMillis()).isEmpty());
        }
    }

    @Test
    void repeatsAFrameOfARecordingUntilItIsConfirmed() throws Exception {
        try (Fixture ingest = new Fixture(false)) {
            FakePace pace = new FakePace();
            CameraPuller puller = puller(ONCE, url -> pictures(2), archive(ingest, new FakeFates(), pace), ingest);
            puller.start();
            ingest.awaitSent(1);
            ingest.producer.errorNext(new TimeoutException("expired"));
            ingest.awaitSent(2);
            ingest.producer.errorNext(new TimeoutException("expired"));
            ingest.awaitSent(3);
            ingest.producer.completeNext();
            ingest.awaitSent(4);
            ingest.producer.completeNext();
            assertThat(puller.finished().get(10, TimeUnit.SECONDS).published()).isEqualTo(2);
            assertThat(pace.waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(frames(ingest)).extracting(f -> f.id().sequence()).containsExactly(0L, 1L, 2L, 3L);
            assertThat(ingest.value("frames_retried_total")).isEqualTo(2);
            assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(4, 2, 0, 2));
            assertThat(ingest.imbalance()).isZero();
        }
    }

    @Test
    void skipsAFileOfARecordingThatIsNoPicture() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            FakePictures pictures = new FakePictures(List.of(Jpegs.small(), Jpegs.truncated(), Jpegs.small()));
            CameraResult result = play(ONCE, url -> pictures, archive(ingest, new FakeFates(), new FakePace()), ingest);
            assertThat(result).isEqualTo(new CameraResult(Fixture.DOOR, 2, 1, Optional.empty()));
            assertThat(frames(ingest)).extracting(Frame::skipped).containsExactly(0L, 1L);
            assertThat(ingest.refused(FrameRejection.TRUNCATED)).isEqualTo(1);
        }
    }

    @Test
    void stopsWaitingForTheBrokerWhenClosed() throws Exception {
        try (Fixture ingest = new Fixture(true)) {
            ingest.producer.sendException = new TimeoutException("no broker");
            Pace.Real pace = new Pace.Real();
            CameraPuller puller = new CameraPuller(
                    ONCE,
                    url -> pictures(2),
                    archive(ingest, new FakeFates(), pace),
                    ingest.ids,
                    ingest.metrics,
                    pace::stop);
            puller.start();
            await().until(() -> ingest.value("frames_retried_total") > 0);
            puller.close();
            assertThat(puller.finished().get(10, TimeUnit.SECONDS).published()).isZero();
        }
    }

    private static CameraResult play(CameraSource source, Pictures.Opener opener, Delivery delivery, Fixture ingest)
            throws Exception {
        CameraPuller puller = puller(source, opener, delivery, ingest);
        puller.start();
        return puller.finished().get(10, TimeUnit.SECONDS);
    }

    private static CameraPuller puller(CameraSource source, Pictures.Opener opener, Delivery delivery, Fixture ingest) {
        return new CameraPuller(source, opener, delivery, ingest.ids, ingest.metrics, () -> {});
    }

    private static LiveDelivery live(Fixture ingest, Pace pace) {
        return new LiveDelivery(ingest.quota, ingest.publisher, Fixture.CLOCK, pace, Duration.ofMillis(500));
    }

    private static ArchiveDelivery archive(Fixture ingest, FateFeed fates, Pace pace) {
        return new ArchiveDelivery(ingest.quota, ingest.publisher, ingest.metrics, fates, Fixture.CLOCK, pace, 4);
    }

    private static FakePictures pictures(int count) {
        return new FakePictures(Collections.nCopies(count, Jpegs.small()));
    }

    private static List<Frame> frames(Fixture ingest) {
        return ingest.sent().stream().map(FrameCodec.Received::frame).toList();
    }

    /** Gives the oldest frame its fate only when somebody has to wait. */
    private static final class FakeFates implements FateFeed {
        final List<PublishedFrame> withoutFate = new ArrayList<>();
        final AtomicInteger mostWithoutFate = new AtomicInteger();
        /** No frame has a fate once that many are expected. */
        int endsAfter = Integer.MAX_VALUE;

        boolean forgotten;
        private int expected;

        @Override
        public void follow(CameraId camera) {}

        @Override
        public void expect(PublishedFrame frame) {
            expected++;
            withoutFate.add(frame);
            mostWithoutFate.accumulateAndGet(withoutFate.size(), Math::max);
        }

        @Override
        public boolean awaitFewerThan(int limit, CameraId camera, Duration patience) {
            boolean fewer = withoutFate.size() < limit;
            if (!fewer && alive()) {
                withoutFate.remove(0);
            }
            return fewer;
        }

        @Override
        public boolean alive() {
            return expected < endsAfter;
        }

        @Override
        public void forget(CameraId camera) {
            forgotten = true;
        }
    }
}
