package io.posestream.standalone;

import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has all workers serve a release. */
@Command(
        name = "promote",
        description = "Has all workers serve a release from their next frame on, without a restart. It may be the "
                + "candidate or any other; there is no candidate afterwards. See what became of it with status.")
final class ModelsPromoteCommand implements Callable<Integer> {
    @Mixin
    private RolloutChange change;

    @Parameters(
            paramLabel = "SLOT/VERSION",
            converter = ReleaseIdConverter.class,
            description = "The release, as in pose/3.")
    private ReleaseId release;

    @Option(
            names = "--change-layout",
            description =
                    "It may give other keypoints than the pose release before it. Whoever reads skeletons sees it.")
    private boolean changeLayout;

    ModelsPromoteCommand(Terminal terminal) {
        this.change = new RolloutChange(terminal);
    }

    @Override
    public Integer call() {
        change.write(release.slot(), (before, releases) -> {
            Rollout after = before.promoted(changeLayout, change.decision(Verdict.PROMOTED, Optional.of(release)));
            change.require(release, Optional.empty(), after, releases);
            return after;
        });
        return 0;
    }
}
