package io.posestream.standalone;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.registry.Checked;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Slot;
import io.posestream.trainer.gate.Opponent;
import java.nio.file.Path;
import java.util.Optional;

/** What a new release is to replace: what serves by {@code rollouts}, or the model of the folder that workers have. */
final class LiveModel {
    private LiveModel() {}

    /**
     * @param folder asked for where no release is live
     * @throws CommandException if the live release cannot be had, or not be believed
     */
    static Optional<Opponent> of(Slot slot, ModelRegistry registry, Trust trust, Optional<Path> folder) {
        Optional<ReleaseId> live =
                Optional.ofNullable(registry.rollouts().get(slot)).flatMap(Rollout::live);
        return live.isPresent()
                ? live.map(id -> new Opponent(id.toString(), released(id, registry, trust)))
                : folder.map(models -> ofFolder(slot, models));
    }

    private static DescribedModel released(ReleaseId id, ModelRegistry registry, Trust trust) {
        Checked<ReleasedModel> fetched = registry.releases()
                .find(id)
                .map(signed -> registry.fetch(id, signed, trust))
                .orElseThrow(() -> new CommandException(
                        id + " is live, and there is no such release", "see those that are with ./pose models list"));
        return fetched.value()
                .map(ReleasedModel::model)
                .orElseThrow(() -> new CommandException(
                        "the live release " + id + " is not to be believed: "
                                + fetched.refusal()
                                        .map(Checked.Refused::toString)
                                        .orElse(""),
                        "name keys that are trusted in POSE_TRUSTED_KEYS, or publish with --skip-gate"));
    }

    private static Opponent ofFolder(Slot slot, Path folder) {
        return new Opponent(
                "in " + folder,
                DescribedModel.read(new ModelFolder(folder).show(slot).file()));
    }
}
