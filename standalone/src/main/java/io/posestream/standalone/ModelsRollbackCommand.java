package io.posestream.standalone;

import io.posestream.inference.registry.Releases;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Slot;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a release back. */
@Command(
        name = "rollback",
        description =
                "Has all workers serve what they served before, without a restart: the release before the live one, "
                        + "and before the first one the models of their folders. There is no candidate afterwards.")
final class ModelsRollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RolloutChange change;

    @Parameters(paramLabel = "SLOT", description = "What is rolled back: detector or pose.")
    private Slot slot;

    @Option(names = "--to", paramLabel = "SLOT/VERSION|folder", description = "Another than the one before.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--candidate", description = "Take only the candidate back; what is live stays.")
    private boolean candidate;

    ModelsRollbackCommand(Terminal terminal) {
        this.change = new RolloutChange(terminal);
    }

    @Override
    public Integer call() {
        if (candidate && to.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--to and --candidate exclude each other");
        }
        Optional<ReleaseId> named = to.flatMap(this::parsed);
        change.write(
                slot,
                (before, releases) -> candidate
                        ? withdrawn(before)
                        : rolledBack(before, to.isPresent() ? named : before.before(), releases));
        return 0;
    }

    /** @return empty: the models of the folders */
    private Optional<ReleaseId> parsed(String text) {
        if (text.equals("folder")) {
            return Optional.empty();
        }
        try {
            ReleaseId id = ReleaseId.parse(text);
            if (id.slot() == slot) {
                return Optional.of(id);
            }
            throw new ParameterException(spec.commandLine(), id + " is no release of the slot " + slot.id());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + ", or is folder", e);
        }
    }

    private Rollout withdrawn(Rollout before) {
        ReleaseId tried = before.candidate()
                .orElseThrow(() -> new CommandException(
                        "there is no candidate of " + slot.id(), "see what is tried with ./pose models status"))
                .release();
        return before.withdrawn(change.decision(Verdict.WITHDRAWN, Optional.of(tried)));
    }

    private Rollout rolledBack(Rollout before, Optional<ReleaseId> wanted, Releases releases) {
        if (wanted.equals(before.live())) {
            throw new CommandException(
                    RolloutText.named(wanted) + " is live already", "see what serves with ./pose models status");
        }
        Rollout after = before.rolledBack(change.decision(Verdict.ROLLED_BACK, wanted));
        wanted.ifPresent(id -> change.require(id, Optional.empty(), after, releases));
        return after;
    }
}
