package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.inference.Worker;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that workers take up and give back while frames are posed, by the commands. */
final class ReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> CAMERAS = List.of("door", "hall", "yard", "gate");

    @TempDir
    private static Path folder;

    private static TestService service;
    private static Path key;
    private static Map<String, String> trusting;

    @BeforeAll
    static void start() {
        service = TestService.start(folder);
        Path keys = folder.resolve("keys");
        assertThat(RunPose.pose("models", "keygen", "--out", keys.toString()).exitCode())
                .isZero();
        key = keys.resolve("posestream.key");
        trusting = Map.of("POSE_TRUSTED_KEYS", keys.resolve("posestream.pub").toString());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aReleaseIsTakenUpAndGivenBackWithoutALostFrame() throws Exception {
        String before = sha256(folder.resolve("models/pose.onnx"));
        Path second = TinyModels.padded(folder.resolve("models/pose.onnx"), 700_000);
        try (Worker worker = trustingWorker()) {
            await().atMost(LIMIT).until(worker::running);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<List<FrameId>> stream = service.sender().stream(CAMERAS, count -> !enough.get());
            await().atMost(LIMIT).until(() -> worker.progress().frames() > 20);
            assertRun("models", "publish", second.toString(), "--key", key.toString(), "--skip-gate", "--version", "1");
            assertRun("models", "promote", "pose/1", "--reason", "it is larger");
            awaitServed("pose", "pose/1", 1);
            long posed = worker.progress().frames();
            await().atMost(LIMIT).until(() -> worker.progress().frames() > posed + 20);
            enough.set(true);
            List<FrameId> sent = stream.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            LedgerReport proof = service.prove();
            assertThat(proof).isEqualTo(new LedgerReport(proof.frames(), proof.frames(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
            List<SkeletonFrame> skeletons = service.skeletons();
            assertThat(skeletons).extracting(SkeletonFrame::id).containsAll(sent);
            assertEachCameraChangedOnce(skeletons, before, sha256(second));

            assertThat(status().at("/rollouts/1/decision/reason").textValue()).isEqualTo("it is larger");
            assertRun("models", "rollback", "pose", "--to", "folder");
            awaitServed("pose", "folder", 1);
            assertThat(poser(service.sender().send("door", TestPictures.jpeg(100))))
                    .isEqualTo(before);

            assertRun("models", "promote", "pose/1");
            awaitServed("pose", "pose/1", 1);
        }
        try (Worker late = trustingWorker()) {
            await().atMost(LIMIT).until(late::running);
            for (String camera : CAMERAS) {
                assertThat(poser(service.sender().send(camera, TestPictures.jpeg(100))))
                        .isEqualTo(sha256(second));
            }
        }
        assertThat(status().get("workers")).as("who has stopped is not there").isEmpty();
        assertRun("models", "rollback", "pose", "--to", "folder");
    }

    @Test
    void whatHasShownEnoughInShadowGoesLiveByItself() throws Exception {
        Path third = TinyModels.padded(folder.resolve("models/pose.onnx"), 300_000);
        assertRun("models", "publish", third.toString(), "--key", key.toString(), "--skip-gate", "--version", "3");
        try (Worker worker = trustingWorker()) {
            await().atMost(LIMIT).until(worker::running);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<List<FrameId>> stream =
                    service.sender().stream(List.of("lobby", "roof"), count -> paced() && !enough.get());
            assertRun("models", "shadow", "pose/3", "--enough", "40", "--then", "promote");
            awaitServed("pose", "pose/3", 1);
            enough.set(true);
            assertThat(stream.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotEmpty();
            JsonNode decision = status().at("/rollouts/1/decision");
            assertThat(decision.get("verdict").textValue()).isEqualTo("promoted");
            assertThat(decision.get("by").textValue()).startsWith("judge ");
            assertThat(decision.get("numbers")).isNotEmpty();
            assertThat(poser(service.sender().send("lobby", TestPictures.jpeg(100))))
                    .isEqualTo(sha256(third));
        }
        assertRun("models", "rollback", "pose", "--to", "folder");
    }

    /** Some 25 frames a second, so that workers have time to spare. */
    private static boolean paced() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
        return true;
    }

    @Test
    void whatNoTrustedKeyHasSignedNeverServes() throws Exception {
        Path detector = folder.resolve("models/detector.onnx");
        assertRun("models", "publish", detector.toString(), "--key", key.toString(), "--skip-gate");
        forge("detector/1", "detector/2");
        try (Worker worker = trustingWorker()) {
            await().atMost(LIMIT).until(worker::running);
            assertRun("models", "canary", "detector/2", "--share", "1");
            JsonNode refusal = await().atMost(LIMIT)
                    .until(
                            () -> refusals()
                                    .filter(each ->
                                            each.get("release").textValue().equals("detector/2"))
                                    .findFirst()
                                    .orElse(null),
                            found -> found != null);
            assertThat(refusal.get("reason").textValue()).isEqualTo("bad_signature");
            assertThat(refusal.get("detail").textValue()).contains("does not hold");
            assertRun("models", "promote", "detector/2");
            FrameId id = service.sender().send("cellar", TestPictures.jpeg(100));
            assertThat(release(id, Slot.DETECTOR)).isEqualTo(sha256(detector));
            assertThat(status().get("agreed").booleanValue()).isFalse();
            assertThat(RunPose.with(variables(), "models", "status").out())
                    .contains("detector: detector/2 live", "refused detector/2", "not all workers serve");
            RunPose refused = RunPose.with(with(trusting), "models", "promote", "detector/2");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("workers would refuse detector/2; bad_signature");
            assertRun("models", "rollback", "detector");
        }
    }

    private static Worker trustingWorker() {
        return service.worker(trusting, new CollectorRegistry());
    }

    private static Map<String, String> variables() {
        return service.variables();
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables());
        all.putAll(more);
        return all;
    }

    private static void assertRun(String... args) {
        RunPose run = RunPose.with(variables(), args);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static JsonNode status() throws JsonProcessingException {
        RunPose run = RunPose.with(variables(), "models", "status", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** Until so many workers have the release in the slot. */
    private static void awaitServed(String slot, String release, int workers) {
        await().atMost(LIMIT)
                .until(
                        () -> nodes(status().get("workers"))
                                .flatMap(worker -> nodes(worker.get("slots")))
                                .filter(each -> each.get("slot").textValue().equals(slot))
                                .filter(each ->
                                        each.at("/live/release").textValue().equals(release))
                                .count(),
                        found -> found == workers);
    }

    private static Stream<JsonNode> refusals() throws JsonProcessingException {
        return nodes(status().get("workers")).flatMap(worker -> nodes(worker.get("refusals")));
    }

    private static Stream<JsonNode> nodes(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** By the digests of the pose networks that its frames name, in their order. */
    private static void assertEachCameraChangedOnce(List<SkeletonFrame> skeletons, String before, String after) {
        for (String camera : CAMERAS) {
            List<String> posers = skeletons.stream()
                    .filter(frame -> frame.id().camera().value().equals(camera))
                    .map(frame -> release(frame, Slot.POSE))
                    .toList();
            assertThat(new HashSet<>(posers)).as(camera).containsExactlyInAnyOrder(before, after);
            assertThat(posers.lastIndexOf(before)).as(camera).isLessThan(posers.indexOf(after));
        }
    }

    private static String poser(FrameId id) {
        return release(id, Slot.POSE);
    }

    /** Digest of the model that the frame's record names, once it is there. */
    private static String release(FrameId id, Slot slot) {
        return release(
                await().atMost(LIMIT)
                        .until(
                                () -> service.skeletons().stream()
                                        .filter(frame -> frame.id().equals(id))
                                        .findFirst()
                                        .orElse(null),
                                found -> found != null),
                slot);
    }

    private static String release(SkeletonFrame frame, Slot slot) {
        return frame.releases().stream()
                .filter(release -> release.slot() == slot)
                .map(ReleaseRef::sha256)
                .findFirst()
                .orElse("none");
    }

    private static String sha256(Path file) throws IOException {
        return DescribedModel.sha256(Files.readAllBytes(file));
    }

    /** As anybody may who can write the topics: another release under the signature of one. */
    private static void forge(String signed, String forged) throws Exception {
        SignedRelease original;
        try (ModelRegistry registry = ModelRegistry.open(service.client(), LIMIT)) {
            original = registry.releases().find(ReleaseId.parse(signed)).orElseThrow();
        }
        byte[] payload = original.payload().clone();
        payload[payload.length - 1] ^= 2;
        byte[] value = ReleaseCodec.encode(
                new SignedRelease(payload, original.keyId(), original.signature(), original.chunkOffsets()));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(service.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.MODELS, forged.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }
}
