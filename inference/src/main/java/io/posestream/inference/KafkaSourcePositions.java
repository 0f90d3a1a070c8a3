package io.posestream.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link SourcePositions} as the broker tells them; asks for up to a minute while it does not answer. */
final class KafkaSourcePositions implements SourcePositions {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSourcePositions.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Below max.poll.interval.ms, 5 minutes: the stream thread that asks is still a member afterwards. */
    private static final int TRIES = 6;

    /** Frames of other partitions wait meanwhile. */
    private static final Duration SPARED = Duration.ofMinutes(1);

    private static final Duration BRIEFLY = Duration.ofSeconds(1);

    private final Admin admin;
    private final String group;
    private final String topic;
    private volatile long unansweredNanos = System.nanoTime() - SPARED.toNanos();

    KafkaSourcePositions(Admin admin, String group, String topic) {
        this.admin = admin;
        this.group = group;
        this.topic = topic;
    }

    @Override
    public Position of(int partition) {
        for (int tries = 1; tries < TRIES; tries++) {
            try {
                return ask(partition);
            } catch (UnansweredException e) {
                LOG.warn("asking again where the group stands partition={} reason=\"{}\"", partition, e.getMessage());
            }
        }
        return ask(partition);
    }

    private Position ask(int partition) {
        TopicPartition source = new TopicPartition(topic, partition);
        Map<TopicPartition, OffsetAndMetadata> committed = get(
                admin.listConsumerGroupOffsets(
                                Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(source))),
                                // Not while a transaction of the partition's last owner has yet to end: its offset
                                // counts.
                                new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata(group),
                TIMEOUT);
        OffsetAndMetadata offset = committed.get(source);
        return new Position(offset == null ? 0 : offset.offset(), earliest(source, TIMEOUT));
    }

    /** The caller is a stream thread with frames to pose: who got no answer spares the next ones the wait for a while. */
    @Override
    public OptionalLong earliest(int partition) {
        if (System.nanoTime() - unansweredNanos < SPARED.toNanos()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(earliest(new TopicPartition(topic, partition), BRIEFLY));
        } catch (UnansweredException e) {
            unansweredNanos = System.nanoTime();
            LOG.debug("nobody says where frames start partition={} reason=\"{}\"", partition, e.getMessage());
            return OptionalLong.empty();
        }
    }

    private long earliest(TopicPartition source, Duration timeout) {
        return get(admin.listOffsets(Map.of(source, OffsetSpec.earliest())).partitionResult(source), timeout)
                .offset();
    }

    private static final class UnansweredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnansweredException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static <T> T get(KafkaFuture<T> future, Duration timeout) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnansweredException("Kafka does not say where the group stands: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking where the group stands", e);
        }
    }
}
