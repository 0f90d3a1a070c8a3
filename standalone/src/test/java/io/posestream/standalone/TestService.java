package io.posestream.standalone;

import static org.awaitility.Awaitility.await;

import io.posestream.inference.InferenceConfig;
import io.posestream.inference.Worker;
import io.posestream.ingest.Ingest;
import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker with its topics and an ingest, for tests that bring their workers. Frames live for an hour. */
final class TestService implements AutoCloseable {
    private final EmbeddedKafka broker;
    private final Ingest ingest;
    private final Map<String, String> variables;

    private TestService(EmbeddedKafka broker, Ingest ingest, Map<String, String> variables) {
        this.broker = broker;
        this.ingest = ingest;
        this.variables = variables;
    }

    static TestService start(Path folder) {
        Path models = TinyModels.importedInto(folder);
        EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("data"), 0);
        boolean started = false;
        try {
            TestService service = start(broker, models);
            started = true;
            return service;
        } finally {
            if (!started) { // a broker whose folder goes would end the process, and all tests with it
                broker.close();
            }
        }
    }

    private static TestService start(EmbeddedKafka broker, Path models) {
        Map<String, String> variables = Map.of(
                "POSE_KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "POSE_MODELS",
                models.toString(),
                "POSE_INGEST_PORT",
                "0",
                "POSE_INGEST_OPS_PORT",
                "0",
                "POSE_INFERENCE_OPS_PORT",
                "0",
                "POSE_STREAM_THREADS",
                "2",
                "POSE_MAX_AGE_MS",
                "3600000");
        Environment environment = new Environment(variables);
        try (KafkaTopics topics = new KafkaTopics(environment.kafka())) {
            topics.admin()
                    .create(Topics.specs(EmbeddedKafka.PARTITIONS, EmbeddedKafka.FRAMES_BYTES_PER_PARTITION), (short)
                            1);
        }
        return new TestService(
                broker,
                Ingest.start(IngestConfig.from(environment), new CollectorRegistry(), ComputedCameras::open),
                variables);
    }

    /** What a worker of this service needs to know. */
    Map<String, String> variables() {
        return variables;
    }

    Worker worker() {
        return worker(Map.of(), new CollectorRegistry());
    }

    /** @param more variables besides or instead of those of {@link #variables} */
    Worker worker(Map<String, String> more, CollectorRegistry registry) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        return new Worker(InferenceConfig.from(new Environment(all)), registry);
    }

    FrameSender sender() {
        return new FrameSender(ingest.port());
    }

    int ingestOpsPort() {
        return ingest.opsPort();
    }

    /** The live page. */
    String pageUrl() {
        return "http://127.0.0.1:" + ingest.port() + "/";
    }

    Properties client() {
        return new Environment(variables).kafka();
    }

    /** One of the oldest records of the topic, once it has any. */
    ConsumerRecord<byte[], byte[]> first(String topic) {
        Properties client = client();
        client.put("enable.auto.commit", "false");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ConsumerRecords<byte[], byte[]> records = await().atMost(Duration.ofSeconds(30))
                    .until(() -> consumer.poll(Duration.ofMillis(200)), polled -> !polled.isEmpty());
            return records.iterator().next();
        }
    }

    /** The ledger of all frames so far, once all have a fate or half a minute is over. */
    LedgerReport prove() {
        return LedgerReader.prove(client(), Duration.ofSeconds(30)).total();
    }

    /** All records of {@code skeletons}, in the order of each partition. */
    List<SkeletonFrame> skeletons() {
        List<SkeletonFrame> all = new ArrayList<>();
        try (SkeletonReader reader = new SkeletonReader(client())) {
            Map<Integer, Long> ends = reader.ends(Topics.SKELETONS);
            while (!reader.hasReached(ends)) {
                all.addAll(reader.poll(Duration.ofMillis(200)));
            }
        }
        return all;
    }

    @Override
    public void close() {
        ingest.close();
        broker.close();
    }
}
