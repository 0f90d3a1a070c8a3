package io.posestream.schemas;

import io.posestream.schemas.Rollout.Candidate;
import java.util.Optional;

/**
 * One trial of a release: what is counted under another is not about it.
 *
 * @param live what it is compared with; empty: the models of the folders
 * @param startedMicros {@link Candidate#startedMicros}
 */
public record TrialId(ReleaseId candidate, Optional<ReleaseId> live, long startedMicros) {
    public TrialId {
        if (live.isPresent()
                && (live.get().slot() != candidate.slot() || live.get().equals(candidate))) {
            throw new IllegalArgumentException(candidate + " tried beside " + live.get());
        }
        if (startedMicros < 0) {
            throw new IllegalArgumentException("a trial that began at " + startedMicros);
        }
    }

    /** Empty if nothing is tried. */
    public static Optional<TrialId> of(Rollout rollout) {
        return rollout.candidate()
                .map(candidate -> new TrialId(candidate.release(), rollout.live(), candidate.startedMicros()));
    }
}
