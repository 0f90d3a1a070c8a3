package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.InferenceConfig;
import io.posestream.inference.Worker;
import io.posestream.ingest.Ingest;
import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services with the Kafka variables, certificates and rights that the Kubernetes manifests give them: enough for their
 * work, and each keeps to its own.
 */
final class KafkaUsersIT {
    private static final String INGEST = "posestream-ingest";
    private static final String INFERENCE = "posestream-inference";
    private static final String TRAIN = "posestream-train";
    private static final String READER = "skeletons-reader";

    /** Where they are at work; the others take what ingest says of Kafka. */
    private static final Map<String, String> PODS = Map.of(INFERENCE, "base/inference.yaml", TRAIN, "train/job.yaml");

    private static final int FRAMES = 5;

    @Test
    void haveTheRightsThatTheirServicesNeedAndNoOthers(@TempDir Path folder) throws Exception {
        Map<String, List<AclBinding>> rights = KafkaManifests.rights();
        assertThat(rights).containsOnlyKeys(INGEST, INFERENCE, TRAIN, READER);
        try (GuardedKafka kafka = GuardedKafka.start(folder.resolve("kafka"), List.copyOf(rights.keySet()))) {
            prepare(client(kafka, GuardedKafka.ADMIN), rights);
            Path models = TinyModels.importedInto(folder);
            Environment ofIngest = environment(
                    kafka,
                    INGEST,
                    Map.of("POSE_INGEST_PORT", "0", "POSE_INGEST_OPS_PORT", "0", "POSE_MAX_AGE_MS", "3600000"));
            try (Ingest ingest =
                            Ingest.start(IngestConfig.from(ofIngest), new CollectorRegistry(), ComputedCameras::open);
                    Worker worker =
                            new Worker(InferenceConfig.from(ofWorker(kafka, models)), new CollectorRegistry())) {
                await().atMost(Duration.ofSeconds(30)).until(worker::running);
                send(ingest.port());
                assertAllPosed(kafka);
                assertThat(worker.broken()).isFalse();
            }
            assertReads(kafka);
            assertPublishes(kafka, folder, models.resolve("pose.onnx"));
            assertJudges(kafka);
            assertKeepToTheirOwn(kafka);
        }
    }

    /** Exactly-once takes all rights that a worker needs otherwise, and transactions. */
    private static Environment ofWorker(GuardedKafka kafka, Path models) throws Exception {
        return environment(
                kafka,
                INFERENCE,
                Map.of(
                        "POSE_MODELS",
                        models.toString(),
                        "POSE_STREAM_THREADS",
                        "1",
                        "POSE_INFERENCE_OPS_PORT",
                        "0",
                        "POSE_EXACTLY_ONCE",
                        "1"));
    }

    private static void send(int port) {
        for (int i = 0; i < FRAMES; i++) {
            new FrameSender(port).send("door", TestPictures.jpeg(128));
        }
    }

    /** The ledger needs no more than ingest has. */
    private static void assertAllPosed(GuardedKafka kafka) throws Exception {
        LedgerReport proof = LedgerReader.prove(client(kafka, INGEST), Duration.ofSeconds(30))
                .total();
        assertThat(proof.missing()).isZero();
        assertThat(proof.posed()).isEqualTo(proof.frames()).isPositive();
    }

    private static void assertReads(GuardedKafka kafka) throws Exception {
        Properties reader = client(kafka, READER);
        reader.put("group.id", "skeletons-test");
        reader.put("auto.offset.reset", "earliest");
        assertReadsInGroup(reader, Topics.SKELETONS);
        // As the live page does.
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(client(kafka, INGEST))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.FRAMES).stream()
                    .map(info -> new TopicPartition(Topics.FRAMES, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
    }

    /** As the training job does, and workers fetch it. */
    private static void assertPublishes(GuardedKafka kafka, Path folder, Path model) throws Exception {
        Path keys = folder.resolve("keys");
        assertThat(RunPose.pose("models", "keygen", "--out", keys.toString()).exitCode())
                .isZero();
        RunPose published = RunPose.with(
                variables(kafka, TRAIN, Map.of()),
                "models",
                "publish",
                model.toString(),
                "--key",
                keys.resolve("posestream.key").toString(),
                "--skip-gate");
        assertThat(published.exitCode()).as(published.err()).isZero();
        String trusted = keys.resolve("posestream.pub").toString();
        RunPose shown = RunPose.with(
                variables(kafka, INFERENCE, Map.of("POSE_TRUSTED_KEYS", trusted)), "models", "show", "pose/1");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
    }

    /** The judge, and whoever says in a worker's pod which release serves. */
    private static void assertJudges(GuardedKafka kafka) throws Exception {
        write(kafka, INFERENCE, Topics.WORKERS);
        Properties judge = client(kafka, INFERENCE);
        judge.put("group.id", "posestream-judge");
        judge.put("auto.offset.reset", "earliest");
        assertReadsInGroup(judge, Topics.WORKERS);
        for (String user : List.of(INFERENCE, TRAIN)) {
            try (KafkaProducer<byte[], byte[]> producer = transactional(kafka, user, "posestream-rollouts")) {
                producer.initTransactions();
                producer.beginTransaction();
                var unused = producer.send(new ProducerRecord<>(Topics.ROLLOUTS, new byte[1], new byte[1]));
                producer.commitTransaction();
            }
        }
    }

    private static void assertReadsInGroup(Properties client, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(client)) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
            consumer.commitSync();
        }
    }

    private static void assertKeepToTheirOwn(GuardedKafka kafka) throws Exception {
        Map<String, List<String>> others = Map.of(
                INGEST, List.of(Topics.SKELETONS),
                INFERENCE, List.of(Topics.FRAMES, Topics.MODELS, Topics.MODEL_BLOBS),
                TRAIN, List.of(Topics.FRAMES, Topics.SKELETONS),
                READER, List.of(Topics.SKELETONS));
        for (Map.Entry<String, List<String>> each : others.entrySet()) {
            for (String topic : each.getValue()) {
                assertThatThrownBy(() -> write(kafka, each.getKey(), topic))
                        .as("%s writes %s", each.getKey(), topic)
                        .hasCauseInstanceOf(AuthorizationException.class);
            }
        }
        try (KafkaProducer<byte[], byte[]> producer = transactional(kafka, INFERENCE, "posestream-models")) {
            assertThatThrownBy(producer::initTransactions).isInstanceOf(AuthorizationException.class);
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(client(kafka, READER))) {
            assertThatThrownBy(() -> consumer.partitionsFor(Topics.FRAMES)).isInstanceOf(AuthorizationException.class);
        }
        Properties workers = client(kafka, READER);
        workers.put("group.id", "posestream");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(workers)) {
            consumer.subscribe(List.of(Topics.SKELETONS));
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10))).isInstanceOf(AuthorizationException.class);
        }
    }

    private static void write(GuardedKafka kafka, String user, String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(kafka, user), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[1], new byte[1])).get();
        }
    }

    private static KafkaProducer<byte[], byte[]> transactional(GuardedKafka kafka, String user, String id)
            throws Exception {
        Properties properties = client(kafka, user);
        properties.put("transactional.id", id);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Properties client) {
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void prepare(Properties admin, Map<String, List<AclBinding>> rights) throws Exception {
        try (KafkaTopics topics = new KafkaTopics(admin);
                Admin client = Admin.create(admin)) {
            topics.admin().create(Topics.specs(2, 256L << 20), (short) 1);
            client.createAcls(rights.values().stream().flatMap(List::stream).toList())
                    .all()
                    .get();
        }
    }

    private static Properties client(GuardedKafka kafka, String user) throws Exception {
        return environment(kafka, user, Map.of()).kafka();
    }

    private static Environment environment(GuardedKafka kafka, String user, Map<String, String> more) throws Exception {
        return new Environment(variables(kafka, user, more));
    }

    /** What the Deployment or Job says of Kafka, with the files and the address of this broker. */
    private static Map<String, String> variables(GuardedKafka kafka, String user, Map<String, String> more)
            throws Exception {
        Map<String, String> variables = new HashMap<>();
        KafkaManifests.variables(PODS.getOrDefault(user, "base/ingest.yaml"), GuardedKafka.PASSWORD)
                .forEach((name, value) -> variables.put(
                        name,
                        value.replace("/etc/posestream/kafka", kafka.caFolder().toString())
                                .replace(
                                        "/etc/posestream/user",
                                        kafka.userFolder(user).toString())));
        variables.put("POSE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        variables.putAll(more);
        return variables;
    }
}
