package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class FateFollowerTest {
    private static final UUID SESSION = new UUID(0x7000, 1);
    private static final CameraId DOOR = Fixture.DOOR;

    private final FateLedger ledger = new FateLedger();

    @Test
    void countsTheFirstFateOfAFrame() {
        ledger.follow(DOOR);
        ledger.expect(frame(10));
        ledger.expect(frame(11));
        ledger.resolved(fate(DOOR, 10));
        ledger.resolved(fate(DOOR, 10));
        assertThat(ledger.withoutFate(DOOR)).isEqualTo(1);
    }

    @Test
    void takesAFateThatIsFasterThanTheConfirmation() {
        ledger.follow(DOOR);
        ledger.resolved(fate(DOOR, 10)); // of a frame written without a confirmation
        ledger.resolved(fate(DOOR, 11));
        ledger.expect(frame(11));
        ledger.resolved(fate(DOOR, 11));
        ledger.expect(frame(12));
        assertThat(ledger.withoutFate(DOOR)).isEqualTo(1);
    }

    @Test
    void takesOneRecordForARangeOfLostFrames() {
        ledger.follow(DOOR);
        ledger.expect(frame(10));
        ledger.expect(frame(11));
        ledger.expect(frame(12));
        ledger.resolved(skeleton(new CameraId("unknown"), 3, 5, 11, Fate.OVERRUN));
        assertThat(ledger.withoutFate(DOOR)).isEqualTo(1);
        ledger.resolved(skeleton(new CameraId("unknown"), 4, 12, 12, Fate.OVERRUN));
        assertThat(ledger.withoutFate(DOOR)).isEqualTo(1);
    }

    @Test
    void leavesOtherCamerasAlone() throws InterruptedException {
        ledger.resolved(fate(new CameraId("yard"), 1));
        ledger.follow(DOOR);
        ledger.expect(frame(1));
        ledger.resolved(fate(new CameraId("yard"), 1));
        assertThat(ledger.awaitFewerThan(1, DOOR, Duration.ofMillis(10))).isFalse();
        assertThat(ledger.awaitFewerThan(2, DOOR, Duration.ZERO)).isTrue();
    }

    @Test
    void readsTheTopicFromItsEndAndPassesOverWhatIsNoSkeleton() {
        MockConsumer<byte[], byte[]> consumer = consumer();
        ledger.follow(DOOR);
        ledger.expect(frame(10));
        try (FateFollower follower = new FateFollower(consumer, ledger)) {
            follower.start();
            consumer.addRecord(new ConsumerRecord<>(Topics.SKELETONS, 0, 7, new byte[0], new byte[] {1, 2, 3}));
            consumer.addRecord(new ConsumerRecord<>(Topics.SKELETONS, 0, 8, new byte[0], null));
            consumer.addRecord(new ConsumerRecord<>(
                    Topics.SKELETONS, 0, 9, new byte[0], SkeletonFrameCodec.encode(fate(DOOR, 10))));
            await().until(() -> ledger.withoutFate(DOOR) == 0);
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void readsOnAfterAFailureOfTheBroker() {
        MockConsumer<byte[], byte[]> consumer = consumer();
        ledger.follow(DOOR);
        ledger.expect(frame(10));
        try (FateFollower follower = new FateFollower(consumer, ledger)) {
            follower.start();
            consumer.setPollException(new TimeoutException("no broker"));
            consumer.addRecord(new ConsumerRecord<>(
                    Topics.SKELETONS, 0, 7, new byte[0], SkeletonFrameCodec.encode(fate(DOOR, 10))));
            await().until(() -> ledger.withoutFate(DOOR) == 0);
            assertThat(follower.alive()).isTrue();
            assertThat(Ingest.defect(Optional.empty(), Optional.of(follower))).isEmpty();
            assertThat(ledger.alive()).isTrue();
        }
    }

    @Test
    void tellsThatItHasDied() throws InterruptedException {
        MockConsumer<byte[], byte[]> consumer = consumer();
        consumer.schedulePollTask(() -> {
            throw new IllegalStateException("a defect, thrown on purpose");
        });
        ledger.follow(DOOR);
        ledger.expect(frame(10));
        try (FateFollower follower = new FateFollower(consumer, ledger)) {
            follower.start();
            await().until(() -> !follower.alive());
            assertThat(Ingest.defect(Optional.empty(), Optional.of(follower)))
                    .hasValue("the thread that reads the fates has died; see the log");
        }
        assertThat(ledger.alive()).isFalse();
        assertThat(ledger.awaitFewerThan(1, DOOR, Duration.ofDays(1))).isFalse();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void saysInOneLineThatTheTopicCannotBeRead() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic) {
                throw new TopicAuthorizationException("not allowed");
            }
        };
        FateFollower follower = new FateFollower(consumer, ledger);
        assertThatThrownBy(follower::start)
                .isInstanceOf(IngestStartException.class)
                .hasMessage("topic skeletons cannot be read: not allowed");
        follower.close();
        assertThat(consumer.closed()).isTrue();
    }

    /** One partition, whose end is 7. */
    private static MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                Topics.SKELETONS, List.of(new PartitionInfo(Topics.SKELETONS, 0, Node.noNode(), null, null)));
        consumer.updateEndOffsets(Map.of(new TopicPartition(Topics.SKELETONS, 0), 7L));
        return consumer;
    }

    private static PublishedFrame frame(long offset) {
        return new PublishedFrame(new FrameId(DOOR, SESSION, offset), 3, offset);
    }

    private static SkeletonFrame fate(CameraId camera, long offset) {
        return skeleton(camera, 3, offset, offset, Fate.EMPTY);
    }

    private static SkeletonFrame skeleton(CameraId camera, int partition, long first, long last, Fate fate) {
        return new SkeletonFrame(
                new FrameId(camera, SESSION, first),
                partition,
                first,
                last,
                640,
                480,
                fate,
                "",
                new Hops(1, 1, 1, 1, 1, 1, 1, 1, 0, 0),
                List.of(),
                "",
                List.of(),
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }
}
