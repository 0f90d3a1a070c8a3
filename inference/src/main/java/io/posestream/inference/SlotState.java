package io.posestream.inference;

import io.posestream.inference.ModelStage.Part;
import io.posestream.inference.ModelStage.Staged;
import io.posestream.inference.ModelStage.Tried;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.TrialId;
import java.util.Optional;
import java.util.stream.Stream;

/** What a slot serves, and which step brings it nearer to what its rollout says. Immutable. */
record SlotState(Held live, Optional<Trial> trial) {
    /**
     * A model that is loaded.
     *
     * @param release empty: it is the folder's
     * @param sinceMicros when it began to serve, or to be tried
     */
    record Held(Optional<ReleaseId> release, Staged model, long sinceMicros) {
        private Held since(long micros) {
            return new Held(release, model, micros);
        }
    }

    /** What is tried, and how. */
    record Trial(Candidate candidate, Held held) {
        private TrialId id(Held beside) {
            return new TrialId(candidate.release(), beside.release, candidate.startedMicros());
        }
    }

    /**
     * A model that the rollout names and that is not here.
     *
     * @param release empty: the folder's
     * @param candidate it is to be tried; else it is to be live
     */
    record Missing(Optional<ReleaseId> release, Optional<Candidate> candidate) {}

    static SlotState of(Staged folder, long nowMicros) {
        return new SlotState(new Held(Optional.empty(), folder, nowMicros), Optional.empty());
    }

    /**
     * What has to be loaded next. A candidate is compared with the live release that its rollout names, so it is of no
     * use before that one serves.
     */
    Optional<Missing> missing(Rollout wanted) {
        if (!live.release.equals(wanted.live())) {
            return Optional.of(new Missing(wanted.live(), Optional.empty()));
        }
        return wanted.candidate()
                .filter(candidate -> !isTried(candidate.release()))
                .map(candidate -> new Missing(Optional.of(candidate.release()), Optional.of(candidate)));
    }

    private boolean isTried(ReleaseId release) {
        return trial.filter(tried -> tried.held.release.equals(Optional.of(release)))
                .isPresent();
    }

    /** What serves by the rollout of those that are loaded: what it does not name goes, unless nothing else is there. */
    SlotState towards(Rollout wanted, Optional<Held> fresh, long nowMicros) {
        Held nextLive = find(wanted.live(), fresh).orElse(live);
        Optional<Trial> nextTrial = nextLive.release.equals(wanted.live())
                ? wanted.candidate()
                        .flatMap(candidate -> find(Optional.of(candidate.release()), fresh)
                                .map(held -> new Trial(candidate, since(held, candidate, nowMicros))))
                : Optional.empty();
        boolean same = nextLive.model == live.model;
        return new SlotState(same ? nextLive : nextLive.since(nowMicros), nextTrial);
    }

    private Held since(Held held, Candidate candidate, long nowMicros) {
        boolean same = trial.filter(tried -> tried.held.equals(held) && tried.candidate.equals(candidate))
                .isPresent();
        return same ? held : held.since(nowMicros);
    }

    private Optional<Held> find(Optional<ReleaseId> release, Optional<Held> fresh) {
        return Stream.of(Stream.of(live), trial.stream().map(Trial::held), fresh.stream())
                .flatMap(held -> held)
                .filter(held -> held.release.equals(release))
                .findFirst();
    }

    boolean uses(Staged model) {
        return live.model == model
                || trial.filter(tried -> tried.held.model == model).isPresent();
    }

    Part part() {
        return new Part(live.model, trial.map(tried -> new Tried(tried.id(live), tried.candidate, tried.held.model)));
    }
}
