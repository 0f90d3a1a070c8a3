package io.posestream.inference.registry;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.RolloutCodec;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import io.posestream.schemas.Topics;
import io.posestream.schemas.WorkerStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The models that are on Kafka, as a reader sees them: releases on {@code models}, their files on {@code model-blobs},
 * and which of them serve on {@code rollouts}. One thread.
 */
public final class ModelRegistry implements AutoCloseable {
    private static final TopicPartition MODELS = new TopicPartition(Topics.MODELS, 0);
    private static final TopicPartition ROLLOUTS = new TopicPartition(Topics.ROLLOUTS, 0);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration wait;
    private final LongSupplier nanoClock;
    private final LeftOut noRollouts = new LeftOut();
    private final LeftOut noStatuses = new LeftOut();

    ModelRegistry(Consumer<byte[], byte[]> consumer, Duration wait, LongSupplier nanoClock) {
        this.consumer = consumer;
        this.wait = wait;
        this.nanoClock = nanoClock;
    }

    /**
     * @param client properties of a Kafka client
     * @param wait how long each call may take
     */
    public static ModelRegistry open(Properties client, Duration wait) {
        try {
            return new ModelRegistry(RegistryClients.consumer(client), wait, System::nanoTime);
        } catch (KafkaException e) {
            throw new RegistryException("no Kafka client can be made: " + e.getMessage(), e);
        }
    }

    /** Where the topics of releases and rollouts end: once they end elsewhere, there may be something new. */
    public record Ends(long models, long rollouts) {}

    /**
     * One question to Kafka, no record.
     *
     * @throws RegistryException as {@link #releases}
     */
    public Ends ends() {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(MODELS, ROLLOUTS));
            return new Ends(ends.get(MODELS), ends.get(ROLLOUTS));
        } catch (KafkaException e) {
            throw new RegistryException("no word from Kafka of models and rollouts: " + e.getMessage(), e);
        }
    }

    /** Ends the call that another thread is in, or its next one, with a {@link RegistryException}. Any thread. */
    public void wakeUp() {
        consumer.wakeup();
    }

    /** @throws RegistryException if the topic is missing, or cannot be read in time */
    public Releases releases() {
        return releases(id -> true);
    }

    /**
     * Some of them. What else is on the topic costs time but no memory, so that nobody can keep a worker from the
     * releases that it needs by filling it.
     *
     * @throws RegistryException as {@link #releases()}
     */
    public Releases releases(Predicate<ReleaseId> wanted) {
        return Releases.read(reader(Topics.MODELS), wanted);
    }

    /**
     * By slot. A record that is no rollout is left out; the one before it stands. They are counted, and logged once.
     *
     * @throws RegistryException as {@link #releases()}
     */
    public Map<Slot, Rollout> rollouts() {
        Map<Slot, Rollout> rollouts = new EnumMap<>(Slot.class);
        noRollouts.begin();
        reader(Topics.ROLLOUTS).readAll(record -> slot(record.key()).ifPresent(slot -> take(slot, record, rollouts)));
        noRollouts.tell(Topics.ROLLOUTS);
        return Collections.unmodifiableMap(rollouts);
    }

    /**
     * What workers have said of themselves since then, the last of each; not those that have said that they are gone. What
     * is no status, and what there is no room for, is left out, and logged once.
     *
     * @throws RegistryException as {@link #releases}
     */
    public List<WorkerStatus> workers(long sinceEpochMillis) {
        Statuses statuses = new Statuses(noStatuses);
        noStatuses.begin();
        reader(Topics.WORKERS).readSince(sinceEpochMillis, statuses::take);
        noStatuses.tell(Topics.WORKERS);
        return statuses.all();
    }

    private void take(Slot slot, ConsumerRecord<byte[], byte[]> record, Map<Slot, Rollout> rollouts) {
        if (record.value() == null) {
            rollouts.remove(slot);
            return;
        }
        try {
            Rollout rollout = RolloutCodec.decode(record.value());
            if (rollout.slot() == slot) {
                rollouts.put(slot, rollout);
            } else {
                noRollouts.add(record, "of another slot");
            }
        } catch (MalformedRecordException e) {
            noRollouts.add(record, e.getMessage());
        }
    }

    private static Optional<Slot> slot(byte[] key) {
        return Arrays.stream(Slot.values())
                .filter(slot -> Arrays.equals(RolloutCodec.key(slot), key))
                .findFirst();
    }

    /**
     * A release's model, if the signature holds, all of its file is there, and the file is what the release says. Holds
     * the file once, at most {@link io.posestream.schemas.Limits#MAX_MODEL_BYTES}, and not before the signature holds.
     *
     * @param id the key of the record
     * @throws RegistryException if the topic is missing, or cannot be read in time
     */
    public Checked<ReleasedModel> fetch(ReleaseId id, SignedRelease signed, Trust trust) {
        return trust.verify(id, signed)
                .then(release -> file(release, signed.chunkOffsets()).then(bytes -> ReleasedModel.of(release, bytes)));
    }

    /** What {@link ModelPublisher#prune} would take away first. @throws RegistryException as that does */
    public Pruned prunable() {
        return unnamed(0).summary();
    }

    UnnamedFiles unnamed(long from) {
        // Readers share the consumer: one after the other.
        Set<String> named = UnnamedFiles.named(releases());
        return blobs().unnamed(named, from);
    }

    Checked<byte[]> file(ModelRelease release, List<Long> hints) {
        return blobs().fetch(release, hints);
    }

    ModelBlobs blobs() {
        return new ModelBlobs(reader(Topics.MODEL_BLOBS));
    }

    /** Where a topic ends for those who read it. */
    long end(String topic) {
        return reader(topic).end();
    }

    /**
     * Waits until a record that was committed is seen: Kafka answers that it is before it lets anybody read it.
     *
     * @param from where its topic ended before
     * @throws RegistryException if it is not seen in time
     */
    void awaitSeen(ProducerRecord<byte[], byte[]> record, long from) {
        reader(record.topic())
                .await(
                        from,
                        seen -> Arrays.equals(seen.key(), record.key()) && Arrays.equals(seen.value(), record.value()));
    }

    private PartitionReader reader(String topic) {
        return new PartitionReader(consumer, topic, Deadline.after(wait, nanoClock));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
