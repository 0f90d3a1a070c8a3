package io.posestream.inference;

import io.posestream.schemas.Topics;
import io.posestream.schemas.WorkerStatusCodec;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a worker's status to topic {@code workers} every two seconds, and at once when it changes; and takes it away
 * when the worker stops. What Kafka does not take in time is dropped and counted: the next one is newer. A thread of its
 * own, for which no frame ever waits.
 */
final class StatusWriter implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final WorkerReport report;
    private final Producer<byte[], byte[]> producer;
    private final ReleaseMetrics metrics;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean failing;

    /** Takes the producer over, and begins. */
    StatusWriter(WorkerReport report, Producer<byte[], byte[]> producer, ReleaseMetrics metrics) {
        this.report = report;
        this.producer = producer;
        this.metrics = metrics;
        this.thread = new Thread(this::run, "worker-status");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param client properties of a Kafka client */
    static Producer<byte[], byte[]> producer(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("linger.ms", "0");
        properties.put("max.block.ms", "1000");
        properties.put("request.timeout.ms", "3000");
        properties.put("delivery.timeout.ms", "5000");
        // A few of the largest.
        properties.put("buffer.memory", Integer.toString(4 << 20));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void run() {
        try {
            while (!stopped) {
                write(WorkerStatusCodec.encode(report.status()));
                report.awaitChange(PERIOD.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param value null: the worker is gone */
    private void write(byte[] value) {
        try {
            var unused = producer.send(
                    new ProducerRecord<>(Topics.WORKERS, 0, WorkerStatusCodec.key(report.worker()), value),
                    (where, failure) -> confirmed(failure));
        } catch (KafkaException e) {
            confirmed(e);
        }
    }

    private void confirmed(Exception failure) {
        if (failure != null) {
            metrics.statusFailed();
            if (!failing) {
                LOG.warn("status not written worker={} reason=\"{}\"", report.worker(), failure.getMessage());
            }
        }
        failing = failure != null;
    }

    /** Says that the worker is gone, if Kafka hears it at once. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(LAST_WORD.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        write(null);
        producer.close(LAST_WORD);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
