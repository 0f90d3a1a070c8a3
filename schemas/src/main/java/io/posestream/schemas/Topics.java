package io.posestream.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics, their names and policies. */
public final class Topics {
    public static final String FRAMES = "frames";
    public static final String SKELETONS = "skeletons";
    public static final String FRAMES_DLQ = "frames-dlq";

    /** Partitions of {@code frames} and {@code skeletons} in a cluster. */
    public static final int CLUSTER_PARTITIONS = 64;

    private static final String SEGMENT_BYTES = Long.toString(64L << 20);

    private Topics() {}

    /**
     * All topics, for a given number of partitions.
     *
     * @param framesBytesPerPartition how much video a partition may hold before the oldest segment goes
     */
    public static List<TopicSpec> specs(int partitions, long framesBytesPerPartition) {
        return List.of(
                new TopicSpec(
                        FRAMES,
                        partitions,
                        Map.of(
                                "cleanup.policy", "delete",
                                // JPEGs do not compress: what the producer sends is what is stored.
                                "compression.type", "producer",
                                "max.message.bytes", Integer.toString(Limits.MAX_RECORD_BYTES),
                                "retention.ms", millis(Duration.ofMinutes(10)),
                                "retention.bytes", Long.toString(framesBytesPerPartition),
                                // Only closed segments are deleted.
                                "segment.ms", millis(Duration.ofMinutes(1)),
                                "segment.bytes", SEGMENT_BYTES)),
                new TopicSpec(
                        SKELETONS,
                        partitions,
                        Map.of("cleanup.policy", "delete", "retention.ms", millis(Duration.ofDays(3)))),
                new TopicSpec(
                        FRAMES_DLQ,
                        1,
                        Map.of(
                                "cleanup.policy", "delete",
                                // The largest record of frames, and the headers that say why it is here.
                                "max.message.bytes", Integer.toString(Limits.MAX_RECORD_BYTES + (64 << 10)),
                                "retention.ms", millis(Duration.ofDays(1)),
                                "retention.bytes", Long.toString(256L << 20),
                                "segment.bytes", SEGMENT_BYTES)));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
