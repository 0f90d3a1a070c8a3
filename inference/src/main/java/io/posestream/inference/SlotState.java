package io.posestream.inference;

import io.posestream.inference.ModelStage.Part;
import io.posestream.inference.ModelStage.Staged;
import io.posestream.inference.ModelStage.Tried;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.TrialId;
import java.util.Map;
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

        private String sha256() {
            return model.release().sha256();
        }
    }

    /** What is tried, and how. */
    record Trial(Candidate candidate, Held held) {
        private TrialId id(Held beside) {
            return new TrialId(candidate.release(), beside.release, candidate.startedMicros());
        }
    }

    /**
     * What a slot is to serve.
     *
     * @param digests of the files of releases whose records are believed now. One with another digest under its name is
     *     another release; one of which none is known is what it was
     */
    record Wanted(Rollout rollout, Map<ReleaseId, String> digests) {
        private Optional<Candidate> candidate() {
            return rollout.candidate();
        }

        private boolean isLive(Held held) {
            return names(rollout.live(), held);
        }

        private boolean names(Optional<ReleaseId> release, Held held) {
            return held.release.equals(release)
                    && release.map(digests::get).map(held.sha256()::equals).orElse(true);
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
    Optional<Missing> missing(Wanted wanted) {
        if (!wanted.isLive(live)) {
            return Optional.of(new Missing(wanted.rollout().live(), Optional.empty()));
        }
        return wanted.candidate()
                .filter(candidate -> trial.filter(tried -> wanted.names(Optional.of(candidate.release()), tried.held))
                        .isEmpty())
                .map(candidate -> new Missing(Optional.of(candidate.release()), Optional.of(candidate)));
    }

    /** What serves by the rollout of those that are loaded: what it does not name goes, unless nothing else is there. */
    SlotState towards(Wanted wanted, Optional<Held> fresh, long nowMicros) {
        Held nextLive = loaded(fresh).filter(wanted::isLive).findFirst().orElse(live);
        Optional<Trial> nextTrial = wanted.isLive(nextLive)
                ? wanted.candidate()
                        .flatMap(candidate -> loaded(fresh)
                                .filter(held -> wanted.names(Optional.of(candidate.release()), held))
                                // Two releases may be one file: it is not tried beside itself.
                                .filter(held -> !held.sha256().equals(nextLive.sha256()))
                                .findFirst()
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

    private Stream<Held> loaded(Optional<Held> fresh) {
        return Stream.of(Stream.of(live), trial.stream().map(Trial::held), fresh.stream())
                .flatMap(held -> held);
    }

    boolean uses(Staged model) {
        return live.model == model
                || trial.filter(tried -> tried.held.model == model).isPresent();
    }

    Part part() {
        return new Part(live.model, trial.map(tried -> new Tried(tried.id(live), tried.candidate, tried.held.model)));
    }
}
