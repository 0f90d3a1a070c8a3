package io.posestream.standalone;

import io.posestream.inference.InferenceConfig;
import io.posestream.inference.Worker;
import io.posestream.ingest.CameraSource;
import io.posestream.ingest.Ingest;
import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Broker, worker and, once asked for, ingest in this process, all on ports of this machine. Started when the worker has
 * its partitions.
 */
final class LocalService implements AutoCloseable {
    /** How long a worker may take to its first partitions. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedKafka broker;
    private final Environment environment;
    private final InferenceConfig inference;
    private final Worker worker;
    private Optional<Ingest> ingest = Optional.empty();

    private LocalService(EmbeddedKafka broker, Environment environment, InferenceConfig inference, Worker worker) {
        this.broker = broker;
        this.environment = environment;
        this.inference = inference;
        this.worker = worker;
    }

    /**
     * Broker and worker.
     *
     * @param variables what the user set
     * @param ingestPort 0 for any
     */
    static LocalService start(Map<String, String> variables, Path models, Path data, int ingestPort)
            throws InterruptedException {
        EmbeddedKafka broker = EmbeddedKafka.start(data, 0);
        Worker worker = null;
        boolean started = false;
        try {
            Environment environment = environment(variables, models, broker, ingestPort);
            createTopics(environment.kafka());
            InferenceConfig inference = InferenceConfig.from(environment);
            worker = new Worker(inference, registry());
            awaitRunning(worker);
            started = true;
            return new LocalService(broker, environment, inference, worker);
        } finally {
            if (!started) {
                close(broker, worker, null);
            }
        }
    }

    /** Starts ingest, which plays these cameras at once. */
    Ingest ingest(List<CameraSource> cameras, boolean archive) {
        IngestConfig config = IngestConfig.from(environment);
        Ingest started = Ingest.start(
                new IngestConfig(
                        config.host(),
                        config.port(),
                        config.opsPort(),
                        config.maxAge(),
                        config.maxInFlightPerCamera(),
                        config.maxInFlight(),
                        cameras,
                        archive,
                        config.kafka()),
                registry(),
                ComputedCameras::open);
        ingest = Optional.of(started);
        return started;
    }

    /** Each service shows the JVM, too, as it does in a process of its own. */
    private static CollectorRegistry registry() {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        return registry;
    }

    /** The port of the worker's health and metrics. */
    int workerOpsPort() {
        return worker.opsPort();
    }

    boolean exactlyOnce() {
        return inference.exactlyOnce();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Properties of a Kafka client. */
    Properties kafka() {
        return environment.kafka();
    }

    /** @throws CommandException if the worker is broken */
    void requireAlive() {
        requireAlive(worker);
    }

    @Override
    public void close() {
        close(broker, worker, ingest.orElse(null));
    }

    /** From the last to the first; one that fails keeps none from being closed. Null is what was never started. */
    private static void close(EmbeddedKafka broker, Worker worker, Ingest ingest) {
        try (broker;
                worker;
                ingest) {
            // Nothing else: the order and the care are what is wanted.
        }
    }

    /** What the user set, and what follows from all being in one process. */
    private static Environment environment(Map<String, String> set, Path models, EmbeddedKafka broker, int ingestPort) {
        Map<String, String> variables = new HashMap<>();
        variables.put("POSE_INGEST_OPS_PORT", "0");
        variables.put("POSE_INFERENCE_OPS_PORT", "0");
        variables.putAll(set);
        variables.put("POSE_MODELS", models.toString());
        variables.put("POSE_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        variables.put("POSE_INGEST_PORT", Integer.toString(ingestPort));
        variables.remove("POSE_CAMERAS");
        return new Environment(variables);
    }

    private static void createTopics(Properties client) {
        try (KafkaTopics topics = new KafkaTopics(client)) {
            topics.admin()
                    .create(Topics.specs(EmbeddedKafka.PARTITIONS, EmbeddedKafka.FRAMES_BYTES_PER_PARTITION), (short)
                            1);
        }
    }

    private static void awaitRunning(Worker worker) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!worker.running()) {
            requireAlive(worker);
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        "the worker has no partitions after " + START_LIMIT.toSeconds() + " s", "see the log");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void requireAlive(Worker worker) {
        if (worker.broken()) {
            throw new CommandException("the worker is broken", "see the log");
        }
    }
}
