package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ShiftedModel;
import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.Publication;
import io.posestream.inference.registry.RegistryException;
import io.posestream.inference.registry.Releases;
import io.posestream.inference.registry.RevokedReleases;
import io.posestream.inference.registry.SigningKey;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.RolloutCodec;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import io.posestream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models through a real broker, by the commands. */
final class RegistryIT {
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private Path key;
    private Path publicKey;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        assertThat(pose("topics", "create", "--partitions", "1", "--replicas", "1")
                        .outLines())
                .contains("model-blobs created", "models created", "rollouts created", "workers created");
        RunPose keygen =
                pose("models", "keygen", "--out", folder.resolve("keys").toString());
        assertThat(keygen.exitCode()).as(keygen.err()).isZero();
        key = folder.resolve("keys/posestream.key");
        publicKey = folder.resolve("keys/posestream.pub");
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void aModelIsPublishedListedAndShown() throws Exception {
        Path model = padded(5 * ChunkKey.CHUNK_BYTES);
        assertThat(pose("topics", "check").out()).contains("topics are as they should be");
        assertThat(pose("models", "list").out()).contains("no releases; publish one");

        RunPose published = publish(model);
        assertThat(published.err()).isEmpty();
        assertThat(published.out())
                .matches("published pose/1 \\(rtmpose\\), 6 of 6 chunks written, signed by [0-9a-f]{16}\\R");
        assertThat(publish(model).out()).contains("pose/1 (rtmpose) is this file already, 0 of 6 chunks written");
        assertThat(publish(folder.resolve("models/detector.onnx"), "--json").out())
                .startsWith("{\"release\":\"detector/1\",\"announced\":true,\"name\":\"rtmdet\"");

        assertThat(pose("models", "list").out())
                .containsPattern("pose/1 +rtmpose +[0-9]+ +2[0-9TZ:-]+ +[0-9a-f]{16} +no: unknown_key");
        assertThat(trusting("models", "list").out())
                .containsPattern("detector/1 .* yes")
                .containsPattern("pose/1 .* yes");
        assertThat(trusting("models", "list", "--json").out())
                .contains("\"release\":\"pose/1\"", "\"trusted\":true", "\"unreadable\":[]");

        RunPose show = trusting("models", "show", "pose/1");
        assertThat(show.exitCode()).isZero();
        assertThat(show.outLines())
                .contains("pose/1 (rtmpose)", "  gate = skipped", "  posestream.codec = SIMCC")
                .anyMatch(line -> line.startsWith("  a worker serves it: "))
                .contains("  sha256 = " + DescribedModel.sha256(Files.readAllBytes(model)));
        assertThat(trusting("models", "show", "pose/1", "--json").out())
                .contains("\"contract\":{\"posestream.box_padding\"");
        assertThat(trusting("models", "show", "pose/2").errLines())
                .containsExactly(
                        "pose models show: there is no release pose/2; see those that are with ./pose models list");
    }

    @Test
    void whatIsNotBelievedIsRefusedByName() throws Exception {
        Path model = padded(ChunkKey.CHUNK_BYTES);
        publish(model);
        RunPose unknown = pose("models", "show", "pose/1");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out()).contains("a worker refuses it: unknown_key: signed by");

        Path revoked = Files.writeString(folder.resolve("revoked"), "pose/1\n");
        RunPose refused = RunPose.with(
                with(Map.of("POSE_TRUSTED_KEYS", publicKey.toString(), "POSE_REVOKED_RELEASES", revoked.toString())),
                "models",
                "show",
                "pose/1");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("a worker refuses it: revoked: pose/1 with sha256 ");

        SignedRelease signed = release("pose/1");
        byte[] forged = signed.payload().clone();
        forged[forged.length - 1] ^= 2;
        send(
                Topics.MODELS,
                "pose/2",
                ReleaseCodec.encode(
                        new SignedRelease(forged, signed.keyId(), signed.signature(), signed.chunkOffsets())));
        send(Topics.MODELS, "pose/3", ReleaseCodec.encode(signed));
        assertThat(trusting("models", "show", "pose/2").out()).contains("a worker refuses it: bad_signature");
        assertThat(trusting("models", "show", "pose/3").out())
                .contains("a worker refuses it: malformed: what was signed is pose/1, its record says pose/3");

        send(Topics.MODEL_BLOBS, DescribedModel.sha256(Files.readAllBytes(model)) + "/0", new byte[7]);
        send(Topics.MODELS, "pose/1", ReleaseCodec.encode(signed.withChunkOffsets(List.of())));
        RunPose damaged = trusting("models", "show", "pose/1");
        assertThat(damaged.out()).contains("a worker refuses it: incomplete: 1 of 2 chunks are there");
        assertThat(publish(model).out()).contains("pose/1 (rtmpose) is this file already, 1 of 2 chunks written");
        assertThat(trusting("models", "show", "pose/1").exitCode()).isZero();
    }

    @Test
    void theGateDecidesAndTheReleaseSaysWhatItMeasured() throws Exception {
        Path model = padded(1);
        String gate = LabelledPictures.in(Files.createDirectory(folder.resolve("people")), 20);
        assertThat(gated(model, gate).errLines())
                .containsExactly(
                        "pose models publish: nothing to compare with: no pose model serves, and no least "
                                + "score is asked for; name one with --at-least, or the model that workers have with --against");
        RunPose first = gated(model, gate, "--at-least", "0.5");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.outLines())
                .contains("gate passed")
                .anyMatch(line ->
                        line.matches("  coco:people/truth.json: AP (1.000|.9..), at least .500, 20 images: passed"));
        send(
                Topics.ROLLOUTS,
                "pose",
                RolloutCodec.encode(new Rollout(Slot.POSE, Optional.of(ReleaseId.parse("pose/1")), Optional.empty())));

        Path wrong = Files.write(
                folder.resolve("shifted.onnx"),
                ShiftedModel.of(DescribedModel.read(model), 8).bytes());
        RunPose failed = gated(wrong, gate, "--json");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).startsWith("{\"gate\":{\"passed\":false,").contains("\"against\":\"live pose/1\"");
        assertThat(failed.errLines())
                .containsExactly("pose models publish: " + wrong + " does not pass the gate, so it is not published; "
                        + "--skip-gate publishes it nevertheless, and the release says so");
        assertThat(releases().byId()).hasSize(1);

        assertThat(gated(wrong, gate, "--skip-gate").out()).contains("gate FAILED", "published pose/2");
        assertThat(trusting("models", "show", "pose/2").out())
                .containsPattern("gate = skipped: parity: .*live pose/1 .*FAILED, worse by more than the margin");
    }

    private RunPose gated(Path model, String gate, String... more) {
        List<String> args = new ArrayList<>(
                List.of("models", "publish", model.toString(), "--key", key.toString(), "--gate", gate));
        args.addAll(Arrays.asList(more));
        return pose(args.toArray(String[]::new));
    }

    @Test
    void onlyWhatNobodyNamesIsPruned() throws Exception {
        publish(padded(ChunkKey.CHUNK_BYTES));
        String left = "0123456789abcdef".repeat(4);
        send(Topics.MODEL_BLOBS, left + "/0", new byte[100]);
        send(Topics.MODEL_BLOBS, left + "/7", new byte[20]);

        assertThat(pose("models", "prune", "--dry-run").outLines())
                .containsExactly("would prune 1 files, 2 chunks, 120 bytes; 1 files are named by releases", left);
        assertThat(pose("models", "prune", "--json").outLines())
                .containsExactly(
                        "{\"dryRun\":false,\"files\":[\"" + left + "\"],\"chunks\":2,\"sizeBytes\":120,\"kept\":1}");
        assertThat(pose("models", "prune").out()).contains("pruned 0 files");
        assertThat(trusting("models", "show", "pose/1").exitCode()).isZero();
    }

    @Test
    void whoTookOverAloneAnnouncesAndPrunes() throws Exception {
        DescribedModel model = DescribedModel.read(padded(ChunkKey.CHUNK_BYTES));
        SigningKey signing = SigningKey.read(key);
        Publication plain = new Publication(OptionalInt.empty(), "", true);
        send(Topics.MODEL_BLOBS, "0123456789abcdef".repeat(4) + "/0", new byte[100]);
        try (ModelPublisher first = ModelPublisher.open(client(), WAIT);
                ModelPublisher second = ModelPublisher.open(client(), WAIT)) {
            assertThatThrownBy(() -> first.publish(model, plain, signing))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("another publish or prune began meanwhile");
            assertThatThrownBy(() -> first.prune()).isInstanceOf(RegistryException.class);
            assertThat(releases().byId()).isEmpty();
            assertThat(second.publish(model, plain, signing).chunksWritten()).isZero();
        }
        SignedRelease signed = release("pose/1");
        try (ModelRegistry registry = ModelRegistry.open(client(), WAIT)) {
            assertThat(registry.fetch(
                                    ReleaseId.parse("pose/1"),
                                    signed,
                                    new Trust(signing.publicKey(), RevokedReleases.NONE))
                            .value()
                            .orElseThrow()
                            .model()
                            .bytes())
                    .isEqualTo(model.bytes());
        }
    }

    @Test
    void wrongCallsSayWhatToDo() throws Exception {
        Path model = padded(1);
        assertThat(publish(model, "--version", "1").exitCode()).isZero();
        Path other = TinyModels.importedInto(Files.createDirectory(folder.resolve("other")))
                .resolve("pose.onnx");
        assertThat(publish(other, "--version", "1").errLines())
                .containsExactly("pose models publish: pose/1 is another model, and a release never changes; "
                        + "leave --version out for the next one");
        assertThat(publish(TinyModels.pose(folder)).errLines())
                .singleElement()
                .asString()
                .contains("the file does not describe itself; import it first: ./pose models import FILE --as");
        assertThat(pose("models", "publish", model.toString(), "--skip-gate", "--key", publicKey.toString())
                        .errLines())
                .singleElement()
                .asString()
                .contains("holds 0 private and 1 public keys; one of each is needed");
        assertThat(pose("models", "keygen", "--out", folder.resolve("keys").toString())
                        .errLines())
                .singleElement()
                .asString()
                .contains("exists, and a key is never overwritten; use another folder");
        assertThat(RunPose.with(with(Map.of("POSE_TRUSTED_KEYS", "none.pub")), "models", "list")
                        .errLines())
                .containsExactly("pose models list: POSE_TRUSTED_KEYS=none.pub: none.pub: no such file");
    }

    /** The pose network as it is imported, and larger by some bytes than it need be. */
    private Path padded(int bytes) {
        return TinyModels.padded(TinyModels.importedInto(folder).resolve("pose.onnx"), bytes);
    }

    private RunPose publish(Path model, String... more) {
        List<String> args =
                new ArrayList<>(List.of("models", "publish", model.toString(), "--key", key.toString(), "--skip-gate"));
        args.addAll(Arrays.asList(more));
        return pose(args.toArray(String[]::new));
    }

    private RunPose pose(String... args) {
        return RunPose.with(with(Map.of()), args);
    }

    private RunPose trusting(String... args) {
        return RunPose.with(with(Map.of("POSE_TRUSTED_KEYS", publicKey.toString())), args);
    }

    private Map<String, String> with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("POSE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        return all;
    }

    private Properties client() {
        Properties client = new Properties();
        client.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return client;
    }

    private Releases releases() {
        try (ModelRegistry registry = ModelRegistry.open(client(), WAIT)) {
            return registry.releases();
        }
    }

    private SignedRelease release(String id) {
        return releases().find(ReleaseId.parse(id)).orElseThrow();
    }

    /** As anybody may who can write the topics. */
    private void send(String topic, String recordKey, byte[] value) throws Exception {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, recordKey.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }
}
