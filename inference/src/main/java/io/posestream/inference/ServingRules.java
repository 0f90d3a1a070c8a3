package io.posestream.inference;

import io.posestream.inference.registry.Checked;
import io.posestream.inference.registry.LayoutRule;
import io.posestream.inference.registry.RefusalReason;
import io.posestream.inference.registry.Releases;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.WorkerStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which releases a worker fetches at all. Nothing of one is loaded before all of this holds.
 *
 * @param ended how many workers have ended without a word while they loaded a release
 */
record ServingRules(Trust trust, LayoutRule layouts, Map<ReleaseId, Long> ended) {
    /** How far back {@link #endedWhileLoading} looks: a pod that ends at once is started four times meanwhile. */
    static final Duration ENDED_WITHIN = Duration.ofMinutes(2);

    /** Who has said nothing for so long has ended: five heartbeats. */
    static final Duration SILENT = Duration.ofSeconds(10);

    /** One may have been killed while it loaded, by whatever; so many were not. */
    private static final int MAX_ENDED = 3;

    ServingRules {
        ended = Map.copyOf(ended);
    }

    /**
     * The releases that workers were loading when they said their last word. A file that brings the runtime down takes the
     * worker with it, and the next one that starts would load it, too.
     */
    static Map<ReleaseId, Long> endedWhileLoading(Collection<WorkerStatus> workers, long nowMicros) {
        return workers.stream()
                .filter(worker -> nowMicros - worker.atMicros() > SILENT.toNanos() / 1000)
                .flatMap(worker -> worker.slots().stream())
                .flatMap(slot -> slot.loading().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /**
     * @param candidate it is to be tried beside the live model; empty: it is to be live
     * @param live the model that serves now
     */
    Checked<ModelRelease> judge(
            ReleaseId id,
            SignedRelease record,
            Optional<Candidate> candidate,
            Rollout rollout,
            Releases releases,
            ReleaseRef live) {
        return trust.verify(id, record)
                .then(this::survived)
                .then(release -> layouts.judge(release, candidate, rollout, releases))
                .then(release -> candidate.isPresent() ? otherThan(live, release) : Checked.accepted(release));
    }

    private Checked<ModelRelease> survived(ModelRelease release) {
        long count = ended.getOrDefault(release.id(), 0L);
        return count < MAX_ENDED
                ? Checked.accepted(release)
                : Checked.refused(
                        RefusalReason.LOAD_FAILED,
                        count + " workers have ended without a word within " + ENDED_WITHIN.toSeconds()
                                + " s while they loaded it");
    }

    private static Checked<ModelRelease> otherThan(ReleaseRef live, ModelRelease release) {
        return release.sha256().equals(live.sha256())
                ? Checked.refused(
                        RefusalReason.SAME_AS_LIVE,
                        "the live model is this file, sha256 " + live.sha256() + "; there is nothing to compare")
                : Checked.accepted(release);
    }
}
