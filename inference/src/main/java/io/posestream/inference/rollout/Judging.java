package io.posestream.inference.rollout;

import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.RegistryException;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.schemas.Decision;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's readiness to be the judge: of all workers Kafka makes one it. On a thread of its own; {@link #close} gives the
 * place to another at once.
 */
public final class Judging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    public static final String GROUP = "posestream-judge";

    /** For reading rollouts, and for writing one. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RolloutJudge judge;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    private Judging(KafkaConsumer<byte[], byte[]> consumer, RolloutJudge judge) {
        this.consumer = consumer;
        this.judge = judge;
        this.thread = new Thread(this::run, "judge");
    }

    /**
     * Asks for the place.
     *
     * @param client properties of a Kafka client
     * @param worker who decides, in decisions
     * @param epochMicros microseconds since 1970-01-01 UTC
     * @param told each decision that was written, on the judge's thread
     * @throws RegistryException or {@link KafkaException} if no Kafka client can be made
     */
    public static Judging start(Properties client, String worker, LongSupplier epochMicros, Consumer<Decision> told) {
        ModelRegistry registry = ModelRegistry.open(client, WAIT);
        boolean started = false;
        try {
            RolloutJudge judge = new RolloutJudge(
                    registry, () -> RolloutWriter.open(client, WAIT), "judge " + worker, epochMicros, told);
            Judging judging = new Judging(consumer(client), judge);
            judging.thread.start();
            started = true;
            return judging;
        } finally {
            if (!started) {
                registry.close();
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("group.id", GROUP);
        // Whoever becomes the judge reads all that is there.
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        // How long nobody judges once the judge has died; the same as for frames.
        properties.put("session.timeout.ms", "6000");
        properties.put("heartbeat.interval.ms", "2000");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void run() {
        try (consumer;
                judge) {
            JudgeSeat seat = new JudgeSeat(consumer, judge, System::nanoTime);
            while (!closing.await(seat.turn().toNanos(), TimeUnit.NANOSECONDS)) {
                // As long as nobody ends it.
            }
        } catch (WakeupException e) {
            LOG.debug("judge ends");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends after the decision that it is at. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
