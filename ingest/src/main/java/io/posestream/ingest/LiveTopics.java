package io.posestream.ingest;

import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Both topics from their ends on, for what is shown live. {@code skeletons} is read whole; of {@code frames} only those
 * partitions are fetched that are asked for. One thread, but for {@link #wakeUp}.
 */
final class LiveTopics implements AutoCloseable {
    /** How long the broker may take to answer a question. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** A poll is silent when there is no record and when there is no broker: after so long the broker is asked. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private Map<Integer, TopicPartition> frames = Map.of();
    private List<TopicPartition> skeletons = List.of();
    /** Those of {@code frames} that are fetched. */
    private Set<TopicPartition> fetched = Set.of();

    private long heardNanos;

    /**
     * @param consumer without a group; closed here
     * @param nanos now
     */
    LiveTopics(Consumer<byte[], byte[]> consumer, long nanos) {
        this.consumer = consumer;
        this.heardNanos = nanos;
    }

    /**
     * What has come, after at most {@code 200 ms}.
     *
     * @param partitions of {@code frames} to fetch; one that was not fetched is read from its end on
     * @param nanos now
     * @throws KafkaException if the broker does not answer, or a topic is not there
     */
    ConsumerRecords<byte[], byte[]> poll(Set<Integer> partitions, long nanos) {
        if (skeletons.isEmpty()) {
            assign();
        }
        fetch(partitions);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
            heardNanos = nanos;
        } else if (nanos - heardNanos >= SILENCE.toNanos()) {
            consumer.endOffsets(skeletons, ANSWER_LIMIT);
            heardNanos = nanos;
        }
        return records;
    }

    void wakeUp() {
        consumer.wakeup();
    }

    private void assign() {
        Map<Integer, TopicPartition> ofFrames = new HashMap<>();
        partitions(Topics.FRAMES).forEach(partition -> ofFrames.put(partition.partition(), partition));
        List<TopicPartition> ofSkeletons = partitions(Topics.SKELETONS);
        Set<TopicPartition> all = new HashSet<>(ofFrames.values());
        all.addAll(ofSkeletons);
        consumer.assign(all);
        consumer.pause(ofFrames.values());
        consumer.seekToEnd(ofSkeletons);
        ofSkeletons.forEach(partition -> consumer.position(partition, ANSWER_LIMIT));
        frames = ofFrames;
        skeletons = ofSkeletons;
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, ANSWER_LIMIT);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException("topic " + topic + " is not there");
        }
        return infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void fetch(Set<Integer> partitions) {
        Set<TopicPartition> wanted = new HashSet<>();
        for (int partition : partitions) {
            if (frames.containsKey(partition)) {
                wanted.add(frames.get(partition));
            }
        }
        Set<TopicPartition> added = new HashSet<>(wanted);
        added.removeAll(fetched);
        if (!added.isEmpty()) {
            consumer.seekToEnd(added); // what came while nobody watched is old
            consumer.resume(added);
        }
        Set<TopicPartition> dropped = new HashSet<>(fetched);
        dropped.removeAll(wanted);
        if (!dropped.isEmpty()) {
            consumer.pause(dropped);
        }
        fetched = wanted;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
