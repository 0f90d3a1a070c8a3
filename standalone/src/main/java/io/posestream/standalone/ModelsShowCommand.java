package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.registry.Checked;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The models of a folder, or one release on Kafka. */
@Command(
        name = "show",
        description = {
            "What a folder holds: the contract of each model.",
            "Or a release on Kafka: it is fetched and checked as a worker with this POSE_TRUSTED_KEYS and "
                    + "POSE_REVOKED_RELEASES would; exit code 1 if that one refuses it."
        })
final class ModelsShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(arity = "0..1", paramLabel = "SLOT/VERSION", description = "The release, as in pose/3.")
    private Optional<String> release = Optional.empty();

    @Option(names = "--models", paramLabel = "DIR", description = "The folder.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object; of a release only.")
    private boolean json;

    ModelsShowCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        boolean ofKafkaOnly = json || kafka.named();
        if (release.isPresent() == folder.isPresent() || (folder.isPresent() && ofKafkaOnly)) {
            throw new ParameterException(
                    spec.commandLine(), "name either a release on Kafka, as in pose/3, or a folder with --models DIR");
        }
        if (folder.isPresent()) {
            ModelFolder models = new ModelFolder(folder.get());
            for (Slot slot : Slot.values()) {
                ImportedText.print(terminal, models.show(slot));
            }
            return 0;
        }
        return show(id());
    }

    private ReleaseId id() {
        try {
            return ReleaseId.parse(release.orElseThrow());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int show(ReleaseId id) {
        Trust trust = ReleaseView.trust(terminal);
        SignedRelease signed;
        Map<Slot, Rollout> rollouts;
        Checked<ReleasedModel> fetched;
        try (ModelRegistry registry = ModelRegistry.open(kafka.reachable(), ReleaseView.WAIT)) {
            signed = registry.releases()
                    .find(id)
                    .orElseThrow(() -> new CommandException(
                            "there is no release " + id, "see those that are with ./pose models list"));
            rollouts = registry.rollouts();
            fetched = registry.fetch(id, signed, trust);
        }
        ReleaseView view = ReleaseView.of(id, signed, trust, rollouts).fetched(fetched.refusal());
        if (json) {
            terminal.out().println(Json.line(view.fullTree()));
        } else {
            view.lines().forEach(terminal.out()::println);
        }
        return view.refusal().isEmpty() ? 0 : 1;
    }
}
