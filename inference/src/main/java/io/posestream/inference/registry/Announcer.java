package io.posestream.inference.registry;

import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Writes what others see, all of it or nothing, and only as long as nobody has taken over. One thread. */
final class Announcer implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String what;

    private Announcer(Producer<byte[], byte[]> producer, String what) {
        this.producer = producer;
        this.what = what;
    }

    /**
     * From now on whoever took over before can write no more, and what they wrote is seen or never will be.
     *
     * @param what others may be doing with the same transactional id, for people
     */
    static Announcer takeOver(Producer<byte[], byte[]> transactional, String what) {
        boolean taken = false;
        try {
            transactional.initTransactions();
            taken = true;
            return new Announcer(transactional, what);
        } catch (KafkaException e) {
            throw new RegistryException(
                    "Kafka lets nobody write: " + e.getMessage()
                            + "; is POSE_KAFKA_BOOTSTRAP_SERVERS right, and may this client write transactions?",
                    e);
        } finally {
            if (!taken) {
                transactional.close();
            }
        }
    }

    /**
     * @throws TakenOverException if somebody has taken over: then nothing was written
     * @throws RegistryException if it is not known what became of it
     */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                // One that fails makes the commit fail.
                var unused = producer.send(record);
            }
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new TakenOverException(
                    "another " + what + " began meanwhile, so this one has no effect; do it again once that is done",
                    e);
        } catch (KafkaException e) {
            throw new RegistryException(
                    "not confirmed: " + e.getMessage() + "; do it again, what is there is not done twice", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
