package io.posestream.inference;

import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** {@code frames} → pose → {@code skeletons} and {@code frames-dlq}. */
final class PoseTopology {
    static final String SKELETONS_SINK = "to-skeletons";
    static final String DLQ_SINK = "to-frames-dlq";

    private static final String SOURCE = "from-frames";
    private static final String POSE = "pose";

    private PoseTopology() {}

    /**
     * A record goes to the partition of {@code skeletons} with its frame's number on {@code frames}, even where its key
     * says otherwise: what retention leaves there then tells of that partition alone.
     */
    static Optional<Set<Integer>> placement(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(SkeletonFrameCodec.sourcePartition(value)));
    }

    /**
     * @param processors gives each partition a processor of its own
     * @param heads that the processors ask
     */
    static Topology build(ProcessorSupplier<byte[], byte[], byte[], byte[]> processors, QueueHeads heads) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        SOURCE,
                        heads,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.FRAMES)
                .addProcessor(POSE, processors, SOURCE)
                .addSink(SKELETONS_SINK, Topics.SKELETONS, bytes, bytes, PoseTopology::placement, POSE)
                .addSink(DLQ_SINK, Topics.FRAMES_DLQ, bytes, bytes, POSE);
    }
}
