package io.posestream.standalone;

import io.posestream.inference.registry.Checked;
import io.posestream.inference.registry.LayoutRule;
import io.posestream.inference.registry.Releases;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that change a rollout have in common: one person's decision, written if it makes sense. */
final class RolloutChange {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people; stands in the decision.")
    private String reason = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    RolloutChange(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    /**
     * Writes what the change makes of what is there, and prints it.
     *
     * @param change is given what is there and the releases that are
     */
    void write(Slot slot, BiFunction<Rollout, Releases, Rollout> change) {
        Rollout written;
        try (RolloutWriter writer = RolloutWriter.open(kafka.reachable(), ReleaseView.WAIT)) {
            Releases releases = writer.releases();
            written = writer.change(slot, before -> change.apply(before, releases));
        }
        terminal.out().println(json ? Json.line(RolloutText.tree(written)) : RolloutText.line(written));
    }

    Decision decision(Verdict verdict, Optional<ReleaseId> release) {
        if (reason.length() > Decision.MAX_REASON) {
            throw new CommandException(
                    "--reason has " + reason.length() + " characters", "at most " + Decision.MAX_REASON + " are kept");
        }
        return new Decision(
                verdict, release, System.getProperty("user.name"), System.currentTimeMillis() * 1000, reason, Map.of());
    }

    /**
     * A release that workers may serve: it is there, it is believed, and it keeps the layout if it must.
     *
     * @param after as the rollout is to be
     * @throws CommandException saying why not
     */
    void require(ReleaseId id, Optional<Candidate> candidate, Rollout after, Releases releases) {
        SignedRelease signed = releases.find(id)
                .orElseThrow(() -> new CommandException(
                        "there is no release " + id, "see those that are with ./pose models list"));
        Trust trust = ReleaseView.trust(terminal);
        // Without a key of its own a command leaves it to the workers, which have theirs.
        Checked<ModelRelease> believed =
                trust.keys().isEmpty() ? Checked.accepted(Releases.claimed(signed)) : trust.verify(id, signed);
        believed.then(release -> new LayoutRule(Optional.empty()).judge(release, candidate, after, releases))
                .refusal()
                .ifPresent(refused -> {
                    throw new CommandException("workers would refuse " + id, ReleaseView.printable(refused.toString()));
                });
    }
}
