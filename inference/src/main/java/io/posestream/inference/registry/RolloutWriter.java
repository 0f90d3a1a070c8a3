package io.posestream.inference.registry;

import io.posestream.schemas.Rollout;
import io.posestream.schemas.RolloutCodec;
import io.posestream.schemas.Slot;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Says which releases serve. Only one may do so at a time: each that opens, be it a command or the judge, takes over from
 * the one before, which then writes nothing any more. So every change is one of what really was there. One thread.
 */
public final class RolloutWriter implements AutoCloseable {
    static final String WHAT = "change of a rollout";

    private static final String TRANSACTIONAL_ID = "posestream-rollouts";

    private final ModelRegistry registry;
    private final Announcer announcer;

    RolloutWriter(ModelRegistry registry, Announcer announcer) {
        this.registry = registry;
        this.announcer = announcer;
    }

    /**
     * @param client properties of a Kafka client
     * @param wait how long reading may take, each time
     */
    public static RolloutWriter open(Properties client, Duration wait) {
        Announcer announcer = null;
        boolean opened = false;
        try {
            announcer = Announcer.takeOver(RegistryClients.announcer(client, TRANSACTIONAL_ID), WHAT);
            RolloutWriter writer = new RolloutWriter(ModelRegistry.open(client, wait), announcer);
            opened = true;
            return writer;
        } catch (KafkaException e) {
            throw new RegistryException("no Kafka client can be made: " + e.getMessage(), e);
        } finally {
            if (!opened && announcer != null) {
                announcer.close();
            }
        }
    }

    /** The releases that a change may choose among. @throws RegistryException as {@link ModelRegistry#releases} */
    public Releases releases() {
        return registry.releases();
    }

    /**
     * Changes what is there now. What the change makes equal to that is not written. Whoever asks afterwards finds it.
     *
     * @param change is given what is there, or {@link Rollout#untouched}; what it throws goes to the caller
     * @return what is there then
     * @throws TakenOverException if somebody has taken over: then nothing was written
     * @throws RegistryException if it cannot be read, or it is not known what became of the record. Also if it was
     *     written, but nobody sees it in time
     */
    public Rollout change(Slot slot, UnaryOperator<Rollout> change) {
        Rollout before = registry.rollouts().getOrDefault(slot, Rollout.untouched(slot));
        Rollout after = change.apply(before);
        if (!after.equals(before)) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Topics.ROLLOUTS, 0, RolloutCodec.key(slot), RolloutCodec.encode(after));
            long end = registry.end(record.topic());
            announcer.write(List.of(record));
            registry.awaitSeen(record, end);
        }
        return after;
    }

    @Override
    public void close() {
        try (announcer;
                registry) {
            // Nothing else: the order and the care are what is wanted.
        }
    }
}
