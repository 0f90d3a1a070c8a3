package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Frames and skeletons as the live page reads them; all in partition 0, a frame's sequence being its offset. */
final class LiveRecords {
    static final UUID SESSION = new UUID(0x7000, 1);

    private LiveRecords() {}

    static FrameId id(String camera, long sequence) {
        return new FrameId(new CameraId(camera), SESSION, sequence);
    }

    static Frame frame(FrameId id, byte[] jpeg) {
        return new Frame(
                id,
                1_000_000,
                1_000_000,
                CaptureClock.INGEST,
                OptionalLong.empty(),
                0,
                OptionalLong.empty(),
                Optional.empty(),
                jpeg);
    }

    static Frame frame(FrameId id) {
        return frame(id, new byte[] {(byte) id.sequence()});
    }

    static SkeletonFrame skeleton(FrameId id, Fate fate, long lastOffset, long ageMicros, List<Person> persons) {
        return new SkeletonFrame(
                id,
                0,
                id.sequence(),
                lastOffset,
                640,
                480,
                fate,
                "",
                new Hops(0, 1_000_000, 0, 0, 0, 0, 0, 1_000_000 + ageMicros, 0, 0),
                List.of(),
                persons.isEmpty() ? "" : Layouts.UNIFIED_21.name(),
                persons,
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }

    static SkeletonFrame skeleton(FrameId id, Fate fate) {
        return skeleton(id, fate, id.sequence(), 80_000, fate == Fate.POSED ? List.of(person(21)) : List.of());
    }

    /** Knows the first so many of the 21 keypoints, the k-th at {@code (10 k, 20 k)}. */
    static Person person(int known) {
        float[] keypoints = new float[3 * 21];
        BitSet bits = new BitSet();
        bits.set(0, known);
        for (int k = 0; k < known; k++) {
            keypoints[3 * k] = 10 * k;
            keypoints[3 * k + 1] = 20 * k;
            keypoints[3 * k + 2] = .9f;
        }
        return new Person(.8f, new float[] {1, 2, 3, 4}, keypoints, bits);
    }

    static ConsumerRecord<byte[], byte[]> onTopic(Frame frame) {
        ProducerRecord<byte[], byte[]> sent = FrameCodec.toRecord(Topics.FRAMES, frame, 0);
        return new ConsumerRecord<>(
                Topics.FRAMES,
                0,
                frame.id().sequence(),
                sent.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    static ConsumerRecord<byte[], byte[]> onTopic(SkeletonFrame skeleton) {
        return new ConsumerRecord<>(
                Topics.SKELETONS,
                0,
                skeleton.sourceOffset(),
                FrameCodec.key(skeleton.id().camera()),
                SkeletonFrameCodec.encode(skeleton));
    }
}
