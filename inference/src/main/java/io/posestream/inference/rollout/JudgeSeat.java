package io.posestream.inference.rollout;

import io.posestream.inference.registry.RegistryException;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place for all workers: whom Kafka gives the only partition of topic {@code workers} is the judge, once it has read
 * what is there. Who loses it forgets what it heard. One thread.
 */
final class JudgeSeat implements ConsumerRebalanceListener {
    /** Between two looks at the candidates. */
    static final Duration EVERY = Duration.ofSeconds(1);

    /** After failures in a row it waits longer and longer, up to this. */
    static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(JudgeSeat.class);
    private static final TopicPartition SEAT = new TopicPartition(Topics.WORKERS, 0);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final RolloutJudge judge;
    private final LongSupplier nanoClock;
    private final Fleet fleet = new Fleet();
    private boolean mine;
    /** What is to be read before anything is decided; empty until Kafka has said. */
    private OptionalLong end = OptionalLong.empty();

    private long nextNanos;
    private int failures;

    JudgeSeat(Consumer<byte[], byte[]> consumer, RolloutJudge judge, LongSupplier nanoClock) {
        this.consumer = consumer;
        this.judge = judge;
        this.nanoClock = nanoClock;
        consumer.subscribe(List.of(Topics.WORKERS), this);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.contains(SEAT)) {
            fleet.forget();
            consumer.seekToBeginning(List.of(SEAT));
            end = OptionalLong.empty();
            mine = true;
            nextNanos = nanoClock.getAsLong();
            LOG.info("judge of rollouts here from now on");
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (partitions.contains(SEAT)) {
            mine = false;
            fleet.forget();
            LOG.info("judge of rollouts no longer here");
        }
    }

    /**
     * Hears what is new, and has the judge look at it from time to time. A failure of Kafka is logged.
     *
     * @return how long to wait before the next turn: not at all but for a failure
     * @throws WakeupException if it is to end
     */
    Duration turn() {
        try {
            var records = consumer.poll(POLL);
            long now = nanoClock.getAsLong();
            records.forEach(record -> fleet.hear(record, now));
            if (mine && now - nextNanos >= 0 && hasHeardAll()) {
                judge.consider(fleet, now);
                nextNanos = now + EVERY.toNanos();
            }
            failures = 0;
            return Duration.ZERO;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException | RegistryException e) {
            Duration pause = EVERY.multipliedBy(1L << Math.min(failures++, 5));
            pause = pause.compareTo(MOST_PATIENCE) < 0 ? pause : MOST_PATIENCE;
            LOG.warn("rollouts not judged retry_s={} reason=\"{}\"", pause.toSeconds(), e.getMessage());
            return pause;
        }
    }

    private boolean hasHeardAll() {
        if (end.isEmpty()) {
            end = OptionalLong.of(consumer.endOffsets(List.of(SEAT)).get(SEAT));
        }
        return consumer.position(SEAT) >= end.getAsLong();
    }
}
