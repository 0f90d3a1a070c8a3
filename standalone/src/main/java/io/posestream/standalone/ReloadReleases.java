package io.posestream.standalone;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.ShiftedModel;
import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.Publication;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.inference.registry.SigningKey;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/** The two pose releases of a bench of reloads: publishes them, and says which of them is live. One thread. */
final class ReloadReleases implements AutoCloseable {
    /** Field {@code model_version} of ONNX' ModelProto, a varint; of two that stand in a file the last one holds. */
    private static final int MODEL_VERSION = 5 << 3;

    private final ModelPublisher publisher;
    private final RolloutWriter rollouts;
    private final SigningKey key;
    private final Models models;
    private int copies;
    private Optional<ReleaseId> lastShifted = Optional.empty();

    /** A release by its name and its file. */
    record Put(ReleaseId id, ReleaseRef ref) {}

    /** The two that differ by a known offset. */
    record Models(DescribedModel plain, DescribedModel shifted) {
        /** @throws io.posestream.inference.model.ModelException if there is no pose model that can be shifted */
        static Models of(Path folder) {
            DescribedModel plain = new ModelFolder(folder).with(Slot.POSE, model -> model);
            return new Models(plain, ShiftedModel.of(plain, ReloadTruth.SHIFT_PX));
        }
    }

    ReloadReleases(Properties client, SigningKey key, Models models) {
        this.key = key;
        this.models = models;
        this.publisher = ModelPublisher.open(client, ReleaseView.WAIT);
        RolloutWriter writer = null;
        try {
            writer = RolloutWriter.open(client, ReleaseView.WAIT);
        } finally {
            if (writer == null) {
                publisher.close();
            }
        }
        this.rollouts = writer;
    }

    long sizeBytes() {
        return models.shifted.bytes().length;
    }

    Put publishPlain() {
        return publish(models.plain);
    }

    /** A file that was never published before. */
    Put publishShifted() {
        Put put = publish(DescribedModel.of(numbered(models.shifted.bytes(), ++copies)));
        lastShifted = Optional.of(put.id);
        return put;
    }

    /** The one that was published last. */
    ReleaseId lastShifted() {
        return lastShifted.orElseThrow();
    }

    private Put publish(DescribedModel model) {
        ReleaseId id = publisher
                .publish(model, new Publication(OptionalInt.empty(), "", true), key)
                .release()
                .id();
        return new Put(id, model.release());
    }

    /** The same model as another file. */
    private static byte[] numbered(byte[] file, int number) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream(file.length + 6);
        copy.writeBytes(file);
        copy.write(MODEL_VERSION);
        int left = number;
        for (; left >= 0x80; left >>>= 7) {
            copy.write((left & 0x7f) | 0x80);
        }
        copy.write(left);
        return copy.toByteArray();
    }

    void promote(ReleaseId id) {
        var unused = rollouts.change(
                Slot.POSE, before -> before.promoted(false, decision(Verdict.PROMOTED, Optional.of(id))));
    }

    /** To the release before. */
    void rollBack() {
        var unused =
                rollouts.change(Slot.POSE, before -> before.rolledBack(decision(Verdict.ROLLED_BACK, before.before())));
    }

    private static Decision decision(Verdict verdict, Optional<ReleaseId> release) {
        return new Decision(verdict, release, "bench reload", EpochMicros.now(), "", Map.of());
    }

    @Override
    public void close() {
        try (publisher;
                rollouts) {
            // Nothing else: the order and the care are what is wanted.
        }
    }
}
