package io.posestream.inference.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The one partition of a topic, read up to the end that it has now, through the caller's consumer. One thread. */
final class PartitionReader {
    /** How long a poll may take; a deadline is looked at in between. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Deadline deadline;

    /** @throws RegistryException if the topic is missing */
    PartitionReader(Consumer<byte[], byte[]> consumer, String topic, Deadline deadline) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.deadline = deadline;
        if (asked(() -> consumer.partitionsFor(topic)).isEmpty()) {
            throw new RegistryException("topic " + topic + " is missing; make it with: ./pose topics create");
        }
        consumer.assign(List.of(partition));
    }

    /** What is done with each record. */
    interface Visitor {
        void visit(ConsumerRecord<byte[], byte[]> record);
    }

    private interface Question<T> {
        T ask();
    }

    /** The oldest offset that may still be there. */
    long begin() {
        return offset(asked(() -> consumer.beginningOffsets(List.of(partition))));
    }

    /** The offset after the last record that is committed. */
    long end() {
        return offset(asked(() -> consumer.endOffsets(List.of(partition))));
    }

    private long offset(Map<TopicPartition, Long> offsets) {
        return offsets.get(partition);
    }

    /** Everything that is there now. */
    void readAll(Visitor visitor) {
        read(begin(), end(), visitor);
    }

    /** What was written since then, by the clocks of those who wrote it. */
    void readSince(long epochMillis, Visitor visitor) {
        OffsetAndTimestamp first = asked(() -> consumer.offsetsForTimes(Map.of(partition, epochMillis)))
                .get(partition);
        if (first != null) {
            read(first.offset(), end(), visitor);
        }
    }

    /**
     * The records from one offset up to another, which is not read.
     *
     * @throws RegistryException if that takes longer than the deadline allows, or Kafka refuses
     */
    void read(long from, long to, Visitor visitor) {
        if (from >= to) {
            return;
        }
        asked(() -> {
            consumer.seek(partition, from);
            // The position passes over what was compacted away, and over what marks the ends of transactions.
            while (consumer.position(partition) < to) {
                if (deadline.passed()) {
                    throw new RegistryException("topic " + partition.topic() + ": read up to offset "
                            + consumer.position(partition) + " of " + to + " within "
                            + deadline.limit().toSeconds() + " s");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(deadline.left(POLL))) {
                    if (record.offset() < to) {
                        visitor.visit(record);
                    }
                }
            }
            return to;
        });
    }

    /**
     * Waits for a record, from an offset on.
     *
     * @throws RegistryException if it does not come before the deadline
     */
    void await(long from, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        asked(() -> {
            consumer.seek(partition, from);
            boolean seen = false;
            while (!seen) {
                if (deadline.passed()) {
                    throw new RegistryException("topic " + partition.topic()
                            + ": what was written and confirmed is not seen within "
                            + deadline.limit().toSeconds() + " s, but will be; somebody else's transaction on the topic"
                            + " is open, Kafka ends it after some minutes");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(deadline.left(POLL))) {
                    seen |= wanted.test(record);
                }
            }
            return from;
        });
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (KafkaException e) {
            throw new RegistryException(
                    "topic " + partition.topic() + " cannot be read: " + e.getMessage()
                            + "; is POSE_KAFKA_BOOTSTRAP_SERVERS right?",
                    e);
        }
    }
}
