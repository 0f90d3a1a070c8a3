package io.posestream.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The topics, their names and policies. */
public final class Topics {
    public static final String FRAMES = "frames";
    public static final String SKELETONS = "skeletons";
    public static final String FRAMES_DLQ = "frames-dlq";
    public static final String MODEL_BLOBS = "model-blobs";
    public static final String MODELS = "models";
    public static final String ROLLOUTS = "rollouts";
    public static final String WORKERS = "workers";

    /** Topics that are read as a whole, in the order in which they were written: they have one partition. */
    static final Set<String> SINGLE = Set.of(MODEL_BLOBS, MODELS, ROLLOUTS, WORKERS);

    /** Partitions of {@code frames} and {@code skeletons} in a cluster. */
    public static final int CLUSTER_PARTITIONS = 64;

    /** Largest record of {@code models}: the texts of a release, and the places of its chunks. */
    private static final int MAX_RELEASE_BYTES = 1 << 20;

    private static final String SEGMENT_BYTES = Long.toString(64L << 20);

    private Topics() {}

    /**
     * All topics, for a given number of partitions.
     *
     * @param framesBytesPerPartition how much video a partition may hold before the oldest segment goes
     */
    public static List<TopicSpec> specs(int partitions, long framesBytesPerPartition) {
        List<TopicSpec> specs = new ArrayList<>(ofFrames(partitions, framesBytesPerPartition));
        specs.addAll(ofModels());
        return List.copyOf(specs);
    }

    private static List<TopicSpec> ofFrames(int partitions, long framesBytesPerPartition) {
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

    private static List<TopicSpec> ofModels() {
        return List.of(
                new TopicSpec(
                        MODEL_BLOBS,
                        1,
                        Map.of(
                                "cleanup.policy",
                                "compact",
                                // Weights do not compress: what the producer sends is what is stored.
                                "compression.type",
                                "producer",
                                "max.message.bytes",
                                Integer.toString(ChunkKey.CHUNK_BYTES + (64 << 10)),
                                // What was pruned leaves the disk only with a closed segment.
                                "segment.bytes",
                                Long.toString(32L << 20))),
                new TopicSpec(
                        MODELS,
                        1,
                        Map.of("cleanup.policy", "compact", "max.message.bytes", Integer.toString(MAX_RELEASE_BYTES))),
                new TopicSpec(ROLLOUTS, 1, Map.of("cleanup.policy", "compact")),
                new TopicSpec(
                        WORKERS,
                        1,
                        Map.of(
                                "cleanup.policy", "compact,delete",
                                "retention.ms", millis(Duration.ofDays(1)),
                                // Heartbeats come for ever, and only closed segments are compacted or deleted.
                                "segment.ms", millis(Duration.ofHours(1)))));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
