package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.Limits;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.TopicSpec;
import io.posestream.schemas.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    private final Skeletons door = Skeletons.of("door");

    @TempDir
    private Path data;

    @Test
    void keepsItsDataWhenItComesBackOnAnotherPort() throws Exception {
        String before;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            before = kafka.bootstrapServers();
            assertThat(pose(kafka, "topics", "create", "--partitions", "2").exitCode())
                    .isZero();
            frames(kafka, 1, Limits.MAX_FRAME_BYTES);
            skeletons(kafka, door.record(Fate.POSED, 0));
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:").isNotEqualTo(before);
            assertThat(LedgerReader.prove(client(kafka), Duration.ZERO).total())
                    .isEqualTo(new LedgerReport(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        }
        RunPose ledger = RunPose.pose("ledger", "--data", data.toString());
        assertThat(ledger.err()).isEmpty();
        assertThat(ledger.exitCode()).isZero();
        assertThat(ledger.out()).contains("every frame has a fate");
    }

    @Test
    void refusesAFolderAndAPortInUse(@TempDir Path other) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            RunPose sameFolder = RunPose.pose("broker", "--port", "0", "--data", data.toString());
            assertThat(sameFolder.exitCode()).isEqualTo(1);
            assertThat(sameFolder.errLines())
                    .containsExactly("pose broker: data directory " + data
                            + " is in use by another process; stop that one, or use another folder");
            int port = Integer.parseInt(kafka.bootstrapServers().substring("127.0.0.1:".length()));
            assertThatThrownBy(() -> EmbeddedKafka.start(other, port))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("port " + port + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void makesChecksAndShowsTheTopics() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            RunPose before = pose(kafka, "topics", "check");
            assertThat(before.exitCode()).isEqualTo(1);
            assertThat(before.out()).contains("topic frames is missing; make it with: ./pose topics create");
            RunPose without = pose(kafka, "ledger");
            assertThat(without.exitCode()).isEqualTo(1);
            assertThat(without.errLines())
                    .containsExactly("pose ledger: topic skeletons is missing; make it with: ./pose topics create");

            RunPose create = pose(kafka, "topics", "create", "--partitions", "3", "--replicas", "1");
            assertThat(create.outLines()).contains("frames created", "skeletons created");
            assertThat(pose(kafka, "topics", "create").outLines()).contains("frames exists");

            RunPose check = pose(kafka, "topics", "check", "--json");
            assertThat(check.exitCode()).isZero();
            assertThat(check.outLines()).containsExactly("{\"differences\":[],\"ok\":true}");
            RunPose describe = pose(kafka, "topics", "describe");
            assertThat(describe.outLines().get(0)).startsWith("topic");
            assertThat(describe.out()).containsPattern("frames +3 +1 +delete +600000");
            assertThat(pose(kafka, "topics", "describe", "--json").out())
                    .contains("\"name\":\"frames\",\"partitions\":3,\"replicas\":1");
        }
    }

    @Test
    void namesATopicThatIsNotReadAsAWhole() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0);
                KafkaTopics topics = new KafkaTopics(client(kafka))) {
            topics.admin().create(List.of(new TopicSpec(Topics.MODELS, 2, Map.of())), (short) 1);
            pose(kafka, "topics", "create", "--partitions", "1");
            assertThat(pose(kafka, "topics", "check").outLines()).contains("topic models has 2 partitions, expected 1");
        }
    }

    @Test
    void provesWhatHasAFateAndNamesWhatHasNone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            pose(kafka, "topics", "create", "--partitions", "1");
            frames(kafka, 6, 100);
            skeletons(kafka, door.record(Fate.POSED, 0), door.overrun(1, 2), door.record(Fate.EMPTY, 5));
            RunPose missing = pose(kafka, "ledger");
            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.out()).contains("the first 1 ranges: 0:3-4");
            assertThat(pose(kafka, "ledger", "--json", "--wait", "1").out())
                    .contains("\"ok\":false", "\"missing\":2", "\"missingRanges\":[\"0:3-4\"]");

            try (LedgerReader live = LedgerReader.followAll(client(kafka))) {
                pollUntil(live, 6, 2);
                skeletons(kafka, door.record(Fate.EXPIRED, 3), door.record(Fate.FAILED, 4), door.record(Fate.EMPTY, 5));
                pollUntil(live, 6, 0);
            }
            RunPose complete = pose(kafka, "ledger", "--json");
            assertThat(complete.exitCode()).isZero();
            assertThat(complete.outLines()).hasSize(1);
            assertThat(complete.out()).contains("\"missing\":0,\"duplicates\":1,\"outOfOrder\":2");
        }
    }

    @Test
    void followsNewFramesAlone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            pose(kafka, "topics", "create", "--partitions", "1");
            frames(kafka, 2, 100);
            try (LedgerReader live = LedgerReader.followNew(client(kafka))) {
                frames(kafka, 1, 100);
                skeletons(kafka, door.record(Fate.EMPTY, 0), door.record(Fate.EMPTY, 1), door.record(Fate.EMPTY, 2));
                pollUntil(live, 1, 0);
            }
        }
    }

    @Test
    void printsSkeletonsAsJsonLines() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            pose(kafka, "topics", "create", "--partitions", "2");
            Skeletons yard = Skeletons.of("yard");
            skeletons(kafka, door.record(Fate.POSED, 0), yard.in(1).record(Fate.EMPTY, 0), door.record(Fate.EMPTY, 1));
            send(kafka, Topics.SKELETONS, new byte[] {1}, new byte[] {99, 99});
            RunPose all = pose(kafka, "consume", "--from-beginning", "--max", "3");
            assertThat(all.exitCode()).isZero();
            assertThat(all.outLines()).hasSize(3).allMatch(line -> line.startsWith("{\"camera\":\""));
            RunPose one = pose(
                    kafka, "consume", "--from-beginning", "--camera", "door", "--max", "2", "--layout", "unified-21");
            assertThat(one.outLines()).hasSize(2).allMatch(line -> line.contains("\"camera\":\"door\""));
            assertThat(one.out()).contains("\"layout\":\"unified-21\"", "\"unknown\":[\"nose\",\"pelvis\"");
        }
    }

    @Test
    void comesBackAfterAKill() throws Exception {
        Process first = broker();
        try {
            try (Producer<byte[], byte[]> producer = producer(readyAt(first))) {
                producer.send(frame(100)).get();
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = broker();
        try {
            String bootstrap = readyAt(second);
            RunPose ledger = RunPose.pose("ledger", "--json", "--bootstrap", bootstrap);
            assertThat(ledger.err()).isEmpty();
            assertThat(ledger.out()).contains("\"missing\":1");
            second.destroy();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.exists(data.resolve("kafka/.kafka_cleanshutdown"))).isTrue();
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    private Process broker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Pose.class.getName(),
                        "broker",
                        "--port",
                        "0",
                        "--data",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String readyAt(Process broker) throws IOException {
        BufferedReader out = broker.inputReader(StandardCharsets.UTF_8);
        String ready = out.readLine();
        assertThat(ready).startsWith("broker ready bootstrap=127.0.0.1:");
        return ready.replaceFirst(".*bootstrap=(\\S+).*", "$1");
    }

    /** Polls until the live ledger has so many frames and missing ones. */
    private static void pollUntil(LedgerReader live, long frames, long missing) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (live.ledger().total().frames() != frames || live.ledger().total().missing() != missing) {
            assertThat(System.nanoTime()).as(live.ledger().total().toString()).isLessThan(deadlineNanos);
            live.poll(Duration.ofMillis(100));
            live.updateEnds();
        }
    }

    private static void frames(EmbeddedKafka kafka, int count, int sizeBytes)
            throws ExecutionException, InterruptedException {
        try (Producer<byte[], byte[]> producer = producer(kafka.bootstrapServers())) {
            for (int n = 0; n < count; n++) {
                producer.send(frame(sizeBytes)).get();
            }
        }
    }

    private static void skeletons(EmbeddedKafka kafka, SkeletonFrame... frames)
            throws ExecutionException, InterruptedException {
        for (SkeletonFrame frame : frames) {
            send(kafka, Topics.SKELETONS, FrameCodec.key(frame.id().camera()), SkeletonFrameCodec.encode(frame));
        }
    }

    private static ProducerRecord<byte[], byte[]> frame(int sizeBytes) {
        return new ProducerRecord<>(Topics.FRAMES, 0, FrameCodec.key(new CameraId("door")), new byte[sizeBytes]);
    }

    private static void send(EmbeddedKafka kafka, String topic, byte[] key, byte[] value)
            throws ExecutionException, InterruptedException {
        try (Producer<byte[], byte[]> producer = producer(kafka.bootstrapServers())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", Limits.MAX_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Properties client(EmbeddedKafka kafka) {
        Properties client = new Properties();
        client.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return client;
    }

    private static RunPose pose(EmbeddedKafka kafka, String... args) {
        return RunPose.with(Map.of("POSE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), args);
    }
}
