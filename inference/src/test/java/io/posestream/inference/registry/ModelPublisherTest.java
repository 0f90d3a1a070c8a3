package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.posestream.inference.model.DescribedModel;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SignedRelease;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelPublisherTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final SigningKey COLLEAGUES = SigningKey.generate();
    private static final Trust TRUST = new Trust(KEY.publicKey(), RevokedReleases.NONE);
    private static final int CHUNKS = 4;

    private final FakeKafka kafka = new FakeKafka("model-blobs", "models", "rollouts");
    private final DescribedModel model = SampleModels.pose("student", CHUNKS);

    @Test
    void aModelIsPublishedInChunksAndAnnouncedLast() {
        Published published = publish(model);

        assertThat(published).isEqualTo(new Published(SampleModels.release("pose/1", model), KEY.id(), CHUNKS, true));
        assertThat(kafka.records("model-blobs"))
                .extracting(record -> ChunkKey.parse(record.key()).orElseThrow().index())
                .containsExactly(0, 1, 2, 3);
        assertThat(kafka.records("models"))
                .singleElement()
                .satisfies(record -> assertThat(
                                ReleaseCodec.decodeSigned(record.value()).chunkOffsets())
                        .containsExactly(0L, 1L, 2L, 3L));
        assertServed("pose/1", model);
    }

    @Test
    void publishingTwiceDoesNothingTwice() {
        publish(model);

        Published again = publish(model);

        assertThat(again).isEqualTo(new Published(SampleModels.release("pose/1", model), KEY.id(), 0, false));
        assertThat(kafka.records("model-blobs")).hasSize(CHUNKS);
        assertThat(kafka.records("models")).hasSize(1);
    }

    @Test
    void versionsCountUpInEachSlot() {
        publish(model);

        assertThat(publish(SampleModels.pose("better")).release().id()).hasToString("pose/2");
        assertThat(publish(SampleModels.detector("finder")).release().id()).hasToString("detector/1");
        assertThat(publish(model, OptionalInt.of(7)).release().id()).hasToString("pose/7");
        assertThat(publish(SampleModels.pose("best")).release().id()).hasToString("pose/8");
        assertServed("pose/7", model);
    }

    @Test
    void aReleaseNeverChanges() {
        publish(model);

        assertThatThrownBy(() -> publish(SampleModels.pose("better"), OptionalInt.of(1)))
                .isInstanceOf(RegistryException.class)
                .hasMessage(
                        "pose/1 is another model, and a release never changes; leave --version out for the next one");
        assertServed("pose/1", model);
    }

    @Test
    void aCrashBeforeAnyWriteLeavesTheReleaseUnseenAndTheNextPublishCompletesIt() {
        for (int writes = 0; writes <= CHUNKS; writes++) {
            FakeKafka crashing = new FakeKafka("model-blobs", "models", "rollouts");
            crashing.crashAfter(writes);
            assertThatThrownBy(() -> publish(crashing, model, OptionalInt.empty(), KEY))
                    .isInstanceOf(FakeKafka.Crash.class);
            assertThat(crashing.registry().releases().byId())
                    .as("after %d writes", writes)
                    .isEmpty();

            crashing.crashAfter(Integer.MAX_VALUE);
            Published published = publish(crashing, model, OptionalInt.empty(), KEY);

            assertThat(published.chunksWritten()).isEqualTo(CHUNKS - writes);
            assertThat(crashing.records("model-blobs")).hasSize(CHUNKS);
            assertServed(crashing, "pose/1", model);
        }
    }

    @Test
    void onlyTheLastPublisherAnnounces() {
        try (ModelPublisher first = kafka.publisher(SampleModels.PUBLISHED_MICROS)) {
            publish(SampleModels.pose("better"));
            assertThatThrownBy(() -> first.publish(model, plain(), KEY))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("another publish or prune began meanwhile, so this one has no effect");
        }

        assertThat(kafka.registry().releases().byId()).hasSize(1);
        assertThat(publish(model).release().id()).hasToString("pose/2");
    }

    @Test
    void aDamagedChunkIsWrittenAgainAndTheSameReleaseTellsWhereItStands() {
        publish(model);
        SignedRelease before = kafka.registry().releases().byId().get(ReleaseId.parse("pose/1"));
        kafka.put("model-blobs", model.sha256() + "/2", new byte[ChunkKey.CHUNK_BYTES]);
        kafka.put("model-blobs", model.sha256() + "/3", null);
        kafka.compact("model-blobs");

        Published repaired = publish(model);

        assertThat(repaired.chunksWritten()).isEqualTo(2);
        assertThat(repaired.announced()).isFalse();
        assertThat(kafka.registry().releases().byId())
                .containsOnly(entry(ReleaseId.parse("pose/1"), before.withChunkOffsets(List.of(0L, 1L, 6L, 7L))));
        assertServed("pose/1", model);
    }

    @Test
    void aRecordThatNamesOurFileWithoutOurSignatureIsNotOurRelease() {
        SignedRelease forged = COLLEAGUES.sign(ReleaseCodec.encode(SampleModels.release("pose/5", model)), List.of());
        kafka.put(
                "models",
                "pose/5",
                ReleaseCodec.encode(new SignedRelease(forged.payload(), KEY.id(), forged.signature(), List.of())));

        Published published = publish(model);

        assertThat(published.release().id()).hasToString("pose/6");
        assertThat(published.announced()).isTrue();
        assertServed("pose/6", model);
    }

    @Test
    void aVersionWhoseRecordCannotBeReadIsTaken() {
        kafka.put("models", "pose/1", new byte[] {99});

        assertThatThrownBy(() -> publish(model, OptionalInt.of(1))).hasMessageStartingWith("pose/1 is another model");
        assertThat(publish(model).release().id()).hasToString("pose/2");
    }

    @Test
    void theHighestVersionLeavesNoNextOne() {
        publish(model, OptionalInt.of(Integer.MAX_VALUE));

        assertThatThrownBy(() -> publish(SampleModels.pose("better")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("the highest version of pose is 2147483647; name one that is free");
    }

    @Test
    void aModelAboveTheLimitIsNotPublished() {
        byte[] bytes = new byte[(int) Limits.MAX_MODEL_BYTES + 1];

        assertThatThrownBy(() -> publish(new DescribedModel(model.contract(), "", bytes)))
                .isInstanceOf(RegistryException.class)
                .hasMessage("the model has 268435457 bytes; at most 268435456 are served");
        assertThat(kafka.records("model-blobs")).isEmpty();
    }

    @Test
    void aTrainingCardThatIsTooLongIsNamed() {
        assertThatThrownBy(() -> publish(new DescribedModel(model.contract(), "x".repeat(65_537), model.bytes())))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("card of 65537 and gate of 0 characters");
    }

    @Test
    void pruningTakesWhatNoReleaseNames() {
        publish(model);
        DescribedModel unannounced = SampleModels.pose("never announced", 2);
        kafka.crashAfter(2);
        assertThatThrownBy(() -> publish(unannounced)).isInstanceOf(FakeKafka.Crash.class);
        kafka.crashAfter(Integer.MAX_VALUE);

        Pruned found = kafka.registry().prunable();
        assertThat(found.digests()).containsExactly(unannounced.sha256());
        assertThat(found.chunks()).isEqualTo(2);
        assertThat(found.sizeBytes()).isEqualTo(unannounced.bytes().length);
        assertThat(found.kept()).isEqualTo(1);
        assertThat(kafka.records("model-blobs")).hasSize(CHUNKS + 2);
        assertThat(prune()).isEqualTo(found);
        kafka.compact("model-blobs");

        assertThat(kafka.records("model-blobs")).hasSize(CHUNKS);
        assertThat(prune().chunks()).isZero();
        assertServed("pose/1", model);
        assertThat(publish(unannounced).chunksWritten()).isEqualTo(2);
        assertServed("pose/2", unannounced);
    }

    @Test
    void pruningLeavesWhatAnyReleaseNames() {
        publish(kafka, model, OptionalInt.empty(), COLLEAGUES);

        assertThat(prune().digests()).isEmpty();
        assertThat(kafka.records("model-blobs")).hasSize(CHUNKS);
    }

    @Test
    void aPublishThatBeginsWhileOnePrunesKeepsItsChunks() {
        kafka.crashAfter(CHUNKS);
        assertThatThrownBy(() -> publish(model)).isInstanceOf(FakeKafka.Crash.class);
        kafka.crashAfter(Integer.MAX_VALUE);

        try (ModelPublisher pruning = kafka.publisher(0)) {
            assertThat(publish(model).chunksWritten()).isZero();
            assertThat(pruning.prune().digests()).isEmpty();
        }
        kafka.put("model-blobs", "0123456789abcdef".repeat(4) + "/0", new byte[1]);
        try (ModelPublisher pruning = kafka.publisher(0)) {
            publish(model);
            assertThatThrownBy(pruning::prune).hasMessageContaining("another publish or prune began");
        }
        assertThat(kafka.registry().prunable().digests()).hasSize(1);
        assertServed("pose/1", model);
    }

    @Test
    void nothingIsPrunedWhileARecordCannotBeRead() {
        publish(model);
        kafka.put("model-blobs", "0123456789abcdef".repeat(4) + "/0", new byte[1]);
        kafka.put("models", "hat/9", new byte[] {99});

        assertThatThrownBy(() -> prune())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("1 records of topic models cannot be read, the first is hat/9");
        assertThat(kafka.records("model-blobs")).hasSize(CHUNKS + 1);
    }

    private static Publication plain() {
        return new Publication(OptionalInt.empty(), "", true);
    }

    private Published publish(DescribedModel published) {
        return publish(published, OptionalInt.empty());
    }

    private Published publish(DescribedModel published, OptionalInt version) {
        return publish(kafka, published, version, KEY);
    }

    private static Published publish(FakeKafka kafka, DescribedModel published, OptionalInt version, SigningKey key) {
        try (ModelPublisher publisher = kafka.publisher(SampleModels.PUBLISHED_MICROS)) {
            return publisher.publish(published, new Publication(version, "", true), key);
        }
    }

    private Pruned prune() {
        try (ModelPublisher publisher = kafka.publisher(0)) {
            return publisher.prune();
        }
    }

    private void assertServed(String id, DescribedModel expected) {
        assertServed(kafka, id, expected);
    }

    private static void assertServed(FakeKafka kafka, String id, DescribedModel expected) {
        ReleaseId release = ReleaseId.parse(id);
        try (ModelRegistry registry = kafka.registry()) {
            SignedRelease signed = registry.releases().find(release).orElseThrow();
            assertThat(registry.fetch(release, signed, TRUST)).satisfies(fetched -> {
                assertThat(fetched.refusal()).isEmpty();
                ReleasedModel served = fetched.value().orElseThrow();
                assertThat(served.model().bytes()).isEqualTo(expected.bytes());
                assertThat(served.release()).isEqualTo(SampleModels.release(id, expected));
            });
        }
    }
}
