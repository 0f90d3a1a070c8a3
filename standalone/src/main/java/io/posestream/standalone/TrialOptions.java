package io.posestream.standalone;

import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Afterwards;
import io.posestream.schemas.Rollout.Candidate;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How a release is tried beside the live one, and what comes then. */
final class TrialOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private RolloutChange change;

    @Parameters(
            paramLabel = "SLOT/VERSION",
            converter = ReleaseIdConverter.class,
            description = "The release, as in pose/3.")
    private ReleaseId release;

    @Option(
            names = "--enough",
            defaultValue = "" + Candidate.DEFAULT_ENOUGH,
            paramLabel = "FRAMES",
            description = "So many frames are compared before it is decided. Default: ${DEFAULT-VALUE}.")
    private long enough;

    @Option(
            names = "--then",
            defaultValue = "WAIT",
            paramLabel = "wait|promote",
            description = "If nothing speaks against it then: leave it as it is, or have it go live. Default: wait.")
    private Afterwards then;

    @Option(
            names = "--change-layout",
            description = "It may give other keypoints than the live pose release; only the common ones are compared.")
    private boolean changeLayout;

    TrialOptions(Terminal terminal) {
        this.change = new RolloutChange(terminal);
    }

    /** @param trial makes a candidate of the release */
    void begin(UnaryOperator<Candidate> trial) {
        Candidate candidate;
        try {
            candidate = trial.apply(Candidate.shadow(release).over(enough, then).changingLayout(changeLayout));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        change.write(release.slot(), (before, releases) -> {
            if (before.live().equals(Optional.of(release))) {
                throw new CommandException(release + " is live", "only another can be tried beside it");
            }
            Rollout after = before.tried(candidate, change.decision(Verdict.TRIED, Optional.of(release)));
            change.require(release, after.candidate(), after, releases);
            return after;
        });
    }
}
