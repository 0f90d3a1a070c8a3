package io.posestream.standalone;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.Publication;
import io.posestream.inference.registry.Published;
import io.posestream.inference.registry.RevokedReleases;
import io.posestream.inference.registry.SigningKey;
import io.posestream.inference.registry.Trust;
import io.posestream.inference.registry.TrustedKeys;
import io.posestream.schemas.Slot;
import io.posestream.trainer.TrainingData;
import io.posestream.trainer.gate.GatePlan;
import io.posestream.trainer.gate.GateVerdict;
import io.posestream.trainer.gate.Opponent;
import io.posestream.trainer.gate.ReleaseGate;
import io.posestream.trainer.metrics.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/** A model's way to its release: measured by the gate against what serves, signed, and put on Kafka. */
final class GatedPublication {
    private final Properties client;
    private final SigningKey key;
    private final Trust trust;
    private final GateOptions options;
    private final Optional<GatePlan> plan;

    /**
     * @param client of the Kafka
     * @param configured whom workers trust; without keys the live release must be of {@code key}
     * @param plan empty: nothing is measured
     */
    GatedPublication(
            Properties client, SigningKey key, Trust configured, GateOptions options, Optional<GatePlan> plan) {
        this.client = client;
        this.key = key;
        this.trust = trusting(configured, key);
        this.options = options;
        this.plan = plan;
    }

    private static Trust trusting(Trust configured, SigningKey key) {
        RevokedReleases revoked = configured.revoked();
        return new Trust(configured.keys().equals(TrustedKeys.NONE) ? key.publicKey() : configured.keys(), revoked);
    }

    /**
     * What came of it.
     *
     * @param verdict empty: nothing was measured
     * @param published empty: it did not pass the gate
     */
    record Outcome(Optional<GateVerdict> verdict, Optional<Published> published) {}

    private Optional<GateVerdict> measure(
            DescribedModel model, Optional<Path> run, TrainingData training, Progress progress) {
        return plan.map(wanted -> {
            Optional<Opponent> live = live(model);
            if (live.isEmpty() && wanted.atLeast().isEmpty()) {
                throw new CommandException(
                        "nothing to compare with: no " + model.contract().slot().id()
                                + " model serves, and no least score is asked for",
                        "name one with --at-least, or the model that workers have with --against");
            }
            return new ReleaseGate(wanted, progress).judge(model, live, run, training);
        });
    }

    private Optional<Opponent> live(DescribedModel model) {
        try (ModelRegistry registry = ModelRegistry.open(client, ReleaseView.WAIT)) {
            return LiveModel.of(model.contract().slot(), registry, trust, options.against());
        }
    }

    /**
     * What can be known of the gate before there is a model.
     *
     * @throws io.posestream.trainer.TrainingException naming a set that is of another slot, or learnt from
     */
    void require(Slot slot, TrainingData training) {
        plan.ifPresent(wanted -> new ReleaseGate(wanted, Progress.SILENT).require(slot, training));
    }

    /**
     * @param run folder of the run that it came of
     * @param version empty: the next one of its slot
     */
    Outcome publish(
            DescribedModel model, OptionalInt version, Optional<Path> run, TrainingData training, Progress progress) {
        Optional<GateVerdict> verdict = measure(model, run, training, progress);
        if (!options.skipped() && !verdict.map(GateVerdict::passed).orElse(false)) {
            return new Outcome(verdict, Optional.empty());
        }
        Publication publication =
                new Publication(version, verdict.map(GateVerdict::text).orElse(""), options.skipped());
        try (ModelPublisher publisher = ModelPublisher.open(client, ReleaseView.WAIT)) {
            return new Outcome(verdict, Optional.of(publisher.publish(model, publication, key)));
        }
    }
}
