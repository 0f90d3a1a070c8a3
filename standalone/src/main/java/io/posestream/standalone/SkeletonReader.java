package io.posestream.standalone;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of topic {@code skeletons}, without a consumer group. A record that is none of ours is left out and
 * logged. One thread.
 */
final class SkeletonReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SkeletonReader.class);

    private final Consumer<byte[], byte[]> consumer;

    /** Starts at the oldest records. */
    SkeletonReader(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        // What an exactly-once worker has taken back is no fate.
        properties.put("isolation.level", "read_committed");
        // Where records go while they are read, on with the oldest that is left.
        properties.put("auto.offset.reset", "earliest");
        properties.put("default.api.timeout.ms", "15000");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        boolean assigned = false;
        try {
            List<TopicPartition> partitions = partitions(Topics.SKELETONS);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            assigned = true;
        } finally {
            if (!assigned) {
                consumer.close();
            }
        }
    }

    /** Goes on with the records that are yet to come. */
    void seekToEnd() {
        consumer.seekToEnd(consumer.assignment());
        // A seek is carried out with the next poll; this one makes it happen now.
        consumer.assignment().forEach(consumer::position);
    }

    List<SkeletonFrame> poll(Duration timeout) {
        List<SkeletonFrame> frames = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            try {
                frames.add(SkeletonFrameCodec.decode(record.value()));
            } catch (MalformedRecordException e) {
                LOG.warn(
                        "record left out topic={} partition={} offset={} reason={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
        return frames;
    }

    /** Whether all records of {@code skeletons} before the given ends have been polled. */
    boolean hasReached(Map<Integer, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(
                        end -> consumer.position(new TopicPartition(Topics.SKELETONS, end.getKey())) >= end.getValue());
    }

    /** The oldest offset that is left in each partition of a topic. */
    Map<Integer, Long> starts(String topic) {
        return byNumber(consumer.beginningOffsets(partitions(topic)));
    }

    /** The offset that the next record of each partition of a topic will get. */
    Map<Integer, Long> ends(String topic) {
        return byNumber(consumer.endOffsets(partitions(topic)));
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic)
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        if (partitions.isEmpty()) {
            throw new CommandException("topic " + topic + " is missing", "make it with: ./pose topics create");
        }
        return partitions;
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new TreeMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }
}
