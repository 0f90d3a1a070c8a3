package io.posestream.inference.registry;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelException;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Puts models on Kafka and takes away what nobody names. Only one may do so at a time: each that opens takes over from
 * the one before, whose announcement, or whose pruning, then has no effect. So no two give a version to two models, and
 * nothing is pruned that is announced meanwhile. One thread.
 */
public final class ModelPublisher implements AutoCloseable {
    /** Ten million chunks, the keys of which fill gigabytes: more than that, somebody writes while this one prunes. */
    private static final int MAX_ROUNDS = 100;

    static final String WHAT = "publish or prune";

    /** Kafka gives it to the last that asks, and the one before can commit no more: so one at a time publishes. */
    private static final String TRANSACTIONAL_ID = "posestream-models";

    private final ModelRegistry registry;
    private final ChunkWriter chunks;
    private final Announcer announcer;
    private final LongSupplier epochMicros;

    ModelPublisher(ModelRegistry registry, ChunkWriter chunks, Announcer announcer, LongSupplier epochMicros) {
        this.registry = registry;
        this.chunks = chunks;
        this.announcer = announcer;
        this.epochMicros = epochMicros;
    }

    /**
     * @param client properties of a Kafka client
     * @param wait how long reading may take, each time
     */
    public static ModelPublisher open(Properties client, Duration wait) {
        Announcer announcer = null;
        ModelRegistry registry = null;
        boolean opened = false;
        try {
            announcer = Announcer.takeOver(RegistryClients.announcer(client, TRANSACTIONAL_ID), WHAT);
            registry = ModelRegistry.open(client, wait);
            ChunkWriter chunks = new ChunkWriter(RegistryClients.chunks(client));
            opened = true;
            return new ModelPublisher(registry, chunks, announcer, () -> System.currentTimeMillis() * 1000);
        } catch (KafkaException e) {
            throw new RegistryException("no Kafka client can be made: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                close(registry, null, announcer);
            }
        }
    }

    /**
     * Publishes a model: asks it about the golden sample, writes the chunks that are missing, reads the whole file back,
     * and announces it last. A file that the same key has published before, under that version if one is given, is that
     * release; then only what is missing or damaged of it is written.
     *
     * @throws RegistryException if it is too large or cannot be served, if the version is another model's, if it cannot be
     *     read back, or if another publisher took over; what is not announced is no release. Also if the release is
     *     announced, but nobody sees it in time
     */
    public Published publish(DescribedModel model, Publication publication, SigningKey key) {
        requireSize(model.bytes().length);
        Releases releases = registry.releases();
        String sha256 = model.sha256();
        Optional<SignedRelease> before = before(releases, model, sha256, publication, key);
        ModelRelease release =
                before.map(Releases::claimed).orElseGet(() -> release(releases, model, sha256, publication));
        Map<Integer, Long> offsets = registry.blobs().offsets(model.bytes(), sha256);
        long written = chunks.writeMissing(model.bytes(), sha256, offsets);
        List<Long> places = List.copyOf(offsets.values());
        registry.file(release, places).refusal().ifPresent(refusal -> {
            throw new RegistryException(
                    "what was written cannot be read back, so nothing is announced: " + refusal + "; publish again");
        });
        SignedRelease signed = before.map(known -> known.withChunkOffsets(places))
                .orElseGet(() -> key.sign(ReleaseCodec.encode(release), places));
        if (!before.equals(Optional.of(signed))) {
            announce(new ProducerRecord<>(
                    Topics.MODELS, 0, ReleaseCodec.key(release.id()), ReleaseCodec.encode(signed)));
        }
        return new Published(release, key.id(), written, before.isEmpty());
    }

    /** Whoever asks for it afterwards finds it. */
    private void announce(ProducerRecord<byte[], byte[]> record) {
        long end = registry.end(record.topic());
        announcer.write(List.of(record));
        registry.awaitSeen(record, end);
    }

    private static void requireSize(long sizeBytes) {
        if (sizeBytes > Limits.MAX_MODEL_BYTES) {
            throw new RegistryException(
                    "the model has " + sizeBytes + " bytes; at most " + Limits.MAX_MODEL_BYTES + " are served");
        }
    }

    /** The release that this file is already: only what the key has really signed counts. */
    private static Optional<SignedRelease> before(
            Releases releases, DescribedModel model, String sha256, Publication publication, SigningKey key) {
        Trust ours = new Trust(key.publicKey(), RevokedReleases.NONE);
        Slot slot = model.contract().slot();
        return releases.byId().entrySet().stream()
                .filter(entry -> entry.getKey().slot() == slot)
                .filter(entry -> publication.version().isEmpty()
                        || publication.version().getAsInt() == entry.getKey().version())
                .filter(entry -> ours.verify(entry.getKey(), entry.getValue())
                        .value()
                        .filter(release -> release.sha256().equals(sha256))
                        .isPresent())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private ModelRelease release(Releases releases, DescribedModel model, String sha256, Publication publication) {
        Slot slot = model.contract().slot();
        ReleaseId id = new ReleaseId(slot, publication.version().orElseGet(() -> releases.nextVersion(slot)));
        if (releases.find(id).isPresent() || releases.unreadable().contains(id.toString())) {
            throw new RegistryException(
                    id + " is another model, and a release never changes; leave --version out for the next one");
        }
        int sizeBytes = model.bytes().length;
        try {
            GoldenAnswer golden = model.goldenAnswer();
            return new ModelRelease(
                    id,
                    model.contract().name(),
                    sha256,
                    sizeBytes,
                    ChunkKey.count(sizeBytes),
                    model.contract().toMetadata(),
                    epochMicros.getAsLong(),
                    model.card(),
                    publication.gate(),
                    publication.gateSkipped(),
                    ModelRelease.WORKER_VERSION,
                    Optional.of(golden));
        } catch (ModelException | IllegalArgumentException e) {
            throw new RegistryException("this model makes no release: " + e.getMessage(), e);
        }
    }

    /**
     * Takes away the files that no release names, be it one that verifies or not. All of them or, if another publisher
     * takes over meanwhile, none; of more than {@value UnnamedFiles#MAX_CHUNKS} chunks so many at a time.
     *
     * @throws RegistryException if a record on {@code models} cannot be read: it may name any of them
     */
    public Pruned prune() {
        UnnamedFiles unnamed = registry.unnamed(0);
        Pruned pruned = take(unnamed);
        for (int round = 1; unnamed.rest().isPresent(); round++) {
            if (round == MAX_ROUNDS) {
                throw new RegistryException("pruned " + pruned.chunks() + " chunks, and there are more;"
                        + " see who may write topic model-blobs, and prune again");
            }
            // What was taken away stands before that, perhaps for long: it goes only as Kafka compacts the topic.
            unnamed = registry.unnamed(unnamed.rest().getAsLong());
            pruned = pruned.and(take(unnamed));
        }
        return pruned;
    }

    private Pruned take(UnnamedFiles unnamed) {
        if (!unnamed.files().isEmpty()) {
            announcer.write(unnamed.tombstones());
        }
        return unnamed.summary();
    }

    @Override
    public void close() {
        close(registry, chunks, announcer);
    }

    /** One that fails keeps none from being closed. Null is what was never opened. */
    private static void close(ModelRegistry registry, ChunkWriter chunks, Announcer announcer) {
        try (announcer;
                chunks;
                registry) {
            // Nothing else: the order and the care are what is wanted.
        }
    }
}
