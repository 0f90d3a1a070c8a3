package io.posestream.standalone;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import io.posestream.schemas.WorkerStatusCodec;
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

/** Frames, skeletons and what workers say, from now on. One thread. */
final class ReloadReader implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> frameStarts = new TreeMap<>();

    ReloadReader(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        properties.put("isolation.level", "read_committed");
        // What is deleted before it is read is a fault of the bench.
        properties.put("auto.offset.reset", "none");
        properties.put("default.api.timeout.ms", "15000");
        // A publication may keep this thread busy while frames are sent.
        properties.put("max.poll.records", "2000");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        boolean assigned = false;
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(Topics.FRAMES, Topics.SKELETONS, Topics.WORKERS)) {
                consumer.partitionsFor(topic)
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            for (TopicPartition partition : partitions) {
                long start = consumer.position(partition);
                if (partition.topic().equals(Topics.FRAMES)) {
                    frameStarts.put(partition.partition(), start);
                }
            }
            assigned = true;
        } finally {
            if (!assigned) {
                consumer.close();
            }
        }
    }

    /** Where {@code frames} is read from, by partition. */
    Map<Integer, Long> frameStarts() {
        return frameStarts;
    }

    void poll(Duration timeout, ReloadCheck check, ReloadFleet fleet) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            try {
                take(record, check, fleet);
            } catch (MalformedRecordException e) {
                throw new CommandException(
                        "a record of " + record.topic() + " that nobody can read: " + e.getMessage(),
                        "see the logs",
                        e);
            }
        }
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, ReloadCheck check, ReloadFleet fleet) {
        switch (record.topic()) {
            case Topics.FRAMES -> check.frame(record.partition(), record.offset(), record.value());
            case Topics.SKELETONS -> check.record(SkeletonFrameCodec.decode(record.value()));
            default -> {
                if (record.value() != null) {
                    fleet.said(WorkerStatusCodec.decode(record.value()));
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
