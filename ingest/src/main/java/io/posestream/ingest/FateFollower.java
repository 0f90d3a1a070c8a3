package io.posestream.ingest;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads topic {@code skeletons} from its end on and tells a {@link FateLedger}. Its thread owns the consumer. */
final class FateFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(FateFollower.class);

    private final Consumer<byte[], byte[]> consumer;
    private final FateLedger ledger;
    private final Pace.Real pace = new Pace.Real();
    private final Thread thread = new Thread(this::run, "fate-follower");

    /** @param consumer without a group; closed here */
    FateFollower(Consumer<byte[], byte[]> consumer, FateLedger ledger) {
        this.consumer = consumer;
        this.ledger = ledger;
        thread.setDaemon(true);
    }

    /**
     * Returns once the end is known: every fate from here on is seen.
     *
     * @throws IngestStartException if the topic cannot be read
     */
    void start() {
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SKELETONS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        } catch (KafkaException e) {
            throw new IngestStartException("topic " + Topics.SKELETONS + " cannot be read: " + e.getMessage(), e);
        }
        thread.start();
    }

    /** Whether the topic is read; from {@link #start} on that only ends on {@link #close} and on a defect. */
    boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        try (consumer) {
            while (!pace.stopped()) {
                try {
                    consumer.poll(POLL).forEach(this::tell);
                } catch (WakeupException e) {
                    return;
                } catch (KafkaException e) {
                    LOG.warn("fates cannot be read topic={} reason=\"{}\"", Topics.SKELETONS, e.getMessage());
                    if (!pace.await(BACKOFF)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ledger.end();
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        try {
            ledger.resolved(SkeletonFrameCodec.decode(record.value()));
        } catch (MalformedRecordException e) {
            LOG.debug(
                    "no skeleton topic={} partition={} offset={} reason=\"{}\"",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        pace.stop();
        if (thread.getState() == Thread.State.NEW) {
            closeUnstarted();
            return;
        }
        consumer.wakeup();
        try {
            thread.join(BACKOFF.toMillis() + POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeUnstarted() {
        try {
            consumer.close();
        } catch (KafkaException e) {
            LOG.warn("a consumer did not close cleanly topic={} reason=\"{}\"", Topics.SKELETONS, e.getMessage());
        }
    }
}
