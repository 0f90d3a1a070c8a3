package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.RolloutCodec;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final Trust TRUST = new Trust(KEY.publicKey(), RevokedReleases.NONE);
    private static final ReleaseId ID = ReleaseId.parse("pose/1");
    private static final int CHUNKS = 5;

    private final FakeKafka kafka = new FakeKafka("model-blobs", "models", "rollouts");
    private final DescribedModel model = SampleModels.pose("student", CHUNKS);

    @BeforeEach
    void publishAmongOthers() {
        publish(SampleModels.detector("finder"));
        publish(model);
        publish(SampleModels.pose("better"));
    }

    private void publish(DescribedModel published) {
        try (ModelPublisher publisher = kafka.publisher(SampleModels.PUBLISHED_MICROS)) {
            publisher.publish(published, new Publication(OptionalInt.empty(), "", true), KEY);
        }
    }

    @Test
    void releasesAreListedInOrderAndWhatIsNoneIsNamed() {
        kafka.put("models", "pose/99", new byte[] {99});
        kafka.put("models", "pose/\u001b98", new byte[] {99});
        kafka.put("models", "hat/1", ReleaseCodec.encode(signed()));
        kafka.put("models", "pose/2", null);

        Releases releases = kafka.registry().releases();

        assertThat(releases.byId().keySet()).extracting(ReleaseId::toString).containsExactly("detector/1", "pose/1");
        assertThat(releases.unreadable()).containsExactlyInAnyOrder("pose/99", "pose/?98", "hat/1");
        assertThat(Releases.claimed(signed()).name()).isEqualTo("student");
    }

    @Test
    void aTopicThatSomebodyFilledIsNotHeld() {
        for (int version = 100; version < 165; version++) {
            kafka.put("models", "pose/" + version, new byte[1 << 20]);
        }

        assertThatThrownBy(() -> kafka.registry().releases())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(" bytes, of which 10000 of 67108864 are read; see who may write it");
        assertThat(kafka.registry().releases(ID::equals).byId()).containsOnlyKeys(ID);
    }

    @Test
    void keysThatNameNoReleaseAreCutOffAndTheirValuesNotHeld() {
        String longKey = "pose/1" + "x".repeat(1000);
        kafka.put("models", longKey, new byte[1]);
        for (int i = 0; i < 65; i++) {
            kafka.put("models", "junk-" + i, new byte[1 << 20]);
        }
        assertThat(kafka.registry().releases().unreadable())
                .hasSize(66)
                .contains(longKey.substring(0, 80) + "…", "junk-64");

        for (int i = 0; i < 2000; i++) {
            kafka.put("models", "more-" + i, new byte[1]);
        }
        assertThat(kafka.registry().releases().unreadable()).hasSize(1000);
        assertThat(kafka.registry().releases().find(ID)).isPresent();
    }

    @Test
    void aModelIsFetchedFromWhereItShouldStand() {
        assertFetched(signed());
    }

    @Test
    void hintsThatAreWrongOrMissingAreNoHarm() {
        for (List<Long> hints : List.of(
                List.<Long>of(),
                List.of(1L),
                List.of(0L, 1L, 2L, 3L, 4L), // the first is the detector's
                List.of(5L, 4L, 3L, 2L, 1L),
                List.of(1L, 1L, 1L, 1L, 1L),
                List.of(1L, 2L, 3L, 4L, 99L),
                List.of(-1L, 2L, 3L, 4L, 5L),
                List.of(Long.MAX_VALUE, Long.MIN_VALUE, 0L, 0L, 0L))) {
            assertFetched(signed().withChunkOffsets(hints));
        }
    }

    @Test
    void hintsThatLeadAllOverTheTopicAreNotFollowed() {
        DescribedModel scattered = SampleModels.pose("scattered", 17);
        List<Long> hints = new ArrayList<>(Collections.nCopies(17, 0L));
        for (int index = 16; index >= 0; index--) {
            ChunkKey chunk = new ChunkKey(scattered.sha256(), index);
            int length = chunk.length(scattered.bytes().length);
            byte[] value = Arrays.copyOfRange(scattered.bytes(), chunk.start(), chunk.start() + length);
            hints.set(index, kafka.put("model-blobs", chunk.toBytes(), value));
        }
        SignedRelease signed = KEY.sign(ReleaseCodec.encode(SampleModels.release(ID.toString(), scattered)), hints);

        int before = kafka.seeks();
        assertThat(fetched(signed).value().orElseThrow().model().bytes()).isEqualTo(scattered.bytes());
        assertThat(kafka.seeks() - before).isEqualTo(1);
    }

    @Test
    void aTopicThatWasCopiedElsewhereIsSearched() {
        kafka.renumber("model-blobs", 1000);

        assertFetched(signed());
    }

    @Test
    void whatIsWrittenOverAChunkIsNotReadWhileTheChunkStands() {
        kafka.put("model-blobs", model.sha256() + "/0", new byte[ChunkKey.CHUNK_BYTES]);
        kafka.put("model-blobs", model.sha256() + "/1", null);

        assertFetched(signed());
    }

    @Test
    void aCorruptChunkIsABadDigest() {
        byte[] corrupt = Arrays.copyOf(model.bytes(), ChunkKey.CHUNK_BYTES);
        corrupt[100_000] ^= 1;
        kafka.put("model-blobs", model.sha256() + "/0", corrupt);
        kafka.compact("model-blobs");

        assertRefused(RefusalReason.BAD_DIGEST, "sha256 of the " + model.bytes().length + " bytes is ");
    }

    @Test
    void aCutOffOrMissingChunkIsIncomplete() {
        kafka.put("model-blobs", model.sha256() + "/4", new byte[3]);
        kafka.compact("model-blobs");
        assertRefused(RefusalReason.INCOMPLETE, "4 of 5 chunks are there, the first that is missing is 4");

        kafka.put("model-blobs", model.sha256() + "/1", null);
        kafka.put("model-blobs", model.sha256() + "/5", new byte[3]);
        kafka.compact("model-blobs");
        assertRefused(RefusalReason.INCOMPLETE, "3 of 5 chunks are there, the first that is missing is 1");
    }

    @Test
    void rubbishOnTheTopicIsPassedOver() {
        kafka.put("model-blobs", "rubbish", new byte[9]);
        kafka.put("model-blobs", (byte[]) null, new byte[9]);
        kafka.put("model-blobs", model.sha256() + "/00", new byte[9]);

        assertFetched(signed().withChunkOffsets(List.of()));
    }

    @Test
    void nothingIsFetchedBeforeTheSignatureHolds() {
        FakeKafka noBlobs = new FakeKafka("models");
        SignedRelease forged = new SignedRelease(signed().payload(), KEY.id(), new byte[64], List.of());

        assertThat(noBlobs.registry().fetch(ID, forged, TRUST).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.reason()).isEqualTo(RefusalReason.BAD_SIGNATURE));
    }

    @Test
    void aFileThatIsNotWhatItsReleaseSaysIsRefused() {
        ModelContract swapped = SampleModels.contract("student", ChannelOrder.BGR);

        assertThat(fetched(signed(swapped, model.bytes())).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.toString())
                        .startsWith("wrong_contract: the file's contract is {")
                        .contains("RGB", "BGR"));
    }

    @Test
    void aFileThatNeedsOthersIsRefused() {
        ModelContract contract = SampleModels.contract("student", ChannelOrder.RGB);
        for (byte[] onnx : List.of(OnnxGraphs.customOperator(), OnnxGraphs.externalWeights())) {
            byte[] described = OnnxGraphs.described(onnx, contract, "", 0);
            assertThat(fetched(signed(contract, described)).refusal())
                    .hasValueSatisfying(
                            refusal -> assertThat(refusal.reason()).isEqualTo(RefusalReason.NOT_SELF_CONTAINED));
        }
    }

    @Test
    void aFileThatIsNoModelIsRefused() {
        ModelContract contract = SampleModels.contract("student", ChannelOrder.RGB);

        assertThat(fetched(signed(contract, new byte[] {1, 2, 3})).refusal())
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.toString()).startsWith("wrong_contract: not an ONNX file"));
    }

    @Test
    void theWaitIsBounded() {
        AtomicLong nanos = new AtomicLong();
        SignedRelease signed = signed();
        kafka.fallSilent();
        ModelRegistry registry = kafka.registry(Duration.ofSeconds(5), () -> nanos.addAndGet(100_000_000));

        assertThatThrownBy(() -> registry.fetch(ID, signed, TRUST))
                .isInstanceOf(RegistryException.class)
                .hasMessage("topic model-blobs: read up to offset 1 of 6 within 5 s");
        assertThat(nanos.get()).isLessThan(Duration.ofSeconds(8).toNanos());
    }

    @Test
    void aMissingTopicSaysHowToMakeIt() {
        assertThatThrownBy(() -> new FakeKafka("model-blobs").registry().releases())
                .isInstanceOf(RegistryException.class)
                .hasMessage("topic models is missing; make it with: ./pose topics create");
    }

    @Test
    void rolloutsAreThoseOfTheLastRecordThatIsOne() {
        Rollout pose =
                new Rollout(Slot.POSE, Optional.of(ID), Optional.of(Candidate.canary(ReleaseId.parse("pose/2"), .1)));
        kafka.put("rollouts", "pose", new byte[] {99});
        kafka.put("rollouts", "pose", RolloutCodec.encode(pose));
        kafka.put("rollouts", "hat", RolloutCodec.encode(pose));
        kafka.put("rollouts", "detector", RolloutCodec.encode(pose));
        kafka.put("rollouts", "pose", new byte[] {99});
        assertThat(kafka.registry().rollouts()).isEqualTo(Map.of(Slot.POSE, pose));

        kafka.put("rollouts", "pose", null);
        assertThat(kafka.registry().rollouts()).isEmpty();
    }

    private SignedRelease signed() {
        return kafka.registry().releases().find(ID).orElseThrow();
    }

    /** A release whose file is on the topic, whatever it is. */
    private SignedRelease signed(ModelContract contract, byte[] bytes) {
        ModelRelease release = SampleModels.release("pose/1", contract, bytes, 1);
        for (int i = 0; i < release.chunks(); i++) {
            ChunkKey key = new ChunkKey(release.sha256(), i);
            kafka.put(
                    "model-blobs",
                    key.toBytes(),
                    Arrays.copyOfRange(bytes, key.start(), key.start() + key.length(bytes.length)));
        }
        return KEY.sign(ReleaseCodec.encode(release), List.of());
    }

    private Checked<ReleasedModel> fetched(SignedRelease signed) {
        return kafka.registry().fetch(ID, signed, TRUST);
    }

    private void assertFetched(SignedRelease signed) {
        Checked<ReleasedModel> fetched = fetched(signed);
        assertThat(fetched.refusal()).isEmpty();
        assertThat(fetched.value().orElseThrow().model().bytes()).isEqualTo(model.bytes());
        assertThat(fetched.value().orElseThrow().model().card()).isEqualTo(SampleModels.CARD);
    }

    private void assertRefused(RefusalReason reason, String detail) {
        for (SignedRelease signed : List.of(signed(), signed().withChunkOffsets(List.of()))) {
            assertThat(fetched(signed).refusal()).hasValueSatisfying(refusal -> {
                assertThat(refusal.reason()).isEqualTo(reason);
                assertThat(refusal.detail()).startsWith(detail);
            });
        }
    }
}
