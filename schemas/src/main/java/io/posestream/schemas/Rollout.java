package io.posestream.schemas;

import io.posestream.schemas.Decision.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which release of a slot serves, and which one is tried beside it. It vouches for nothing: a worker serves what it
 * names only if that release verifies.
 *
 * @param live empty: each worker keeps the model of its folder
 * @param previous what was live before, the last one first, at most {@value #MAX_PREVIOUS}: where a rollback goes.
 *     Before them all were the models of the folders
 * @param changeLayout the live pose release may give another keypoint layout than the one that was live before it
 * @param decision what made it what it is; empty in records of before there were decisions
 */
public record Rollout(
        Slot slot,
        Optional<ReleaseId> live,
        Optional<Candidate> candidate,
        List<ReleaseId> previous,
        boolean changeLayout,
        Optional<Decision> decision) {
    public static final int MAX_PREVIOUS = 16;

    /** How a candidate is tried. */
    public enum Trial {
        /** It poses the same frames; its answers are compared but never emitted. */
        SHADOW,
        /** It poses a stable share of the cameras. */
        CANARY
    }

    /** What becomes of a candidate once enough was compared and nothing speaks against it. */
    public enum Afterwards {
        /** It stays a candidate; somebody decides. */
        WAIT,
        /** It goes live. */
        PROMOTE
    }

    /**
     * A release that is tried.
     *
     * @param share of the cameras, above 0 and up to 1 for a canary; 0 for a shadow
     * @param enough how many frames are compared before it is decided about
     * @param changeLayout it may give another keypoint layout than the live release
     * @param startedMicros when the trial began: it tells one trial of a release from another of it
     */
    public record Candidate(
            ReleaseId release,
            Trial trial,
            double share,
            long enough,
            Afterwards afterwards,
            boolean changeLayout,
            long startedMicros) {
        /** So many that the least 5 % of the frames are fifty. */
        public static final long DEFAULT_ENOUGH = 1_000;

        public static final long MAX_ENOUGH = 100_000_000;

        public Candidate {
            require(
                    trial == Trial.CANARY ? share > 0 && share <= 1 : share == 0,
                    trial + " with a share of " + share
                            + " of the cameras; a canary has above 0 and up to 1, a shadow 0");
            require(
                    enough >= 1 && enough <= MAX_ENOUGH,
                    enough + " frames to compare; 1 to " + MAX_ENOUGH + " are possible");
            require(startedMicros >= 0, "a trial that began at " + startedMicros);
        }

        /** A shadow over {@value #DEFAULT_ENOUGH} frames, which then waits. */
        public static Candidate shadow(ReleaseId release) {
            return new Candidate(release, Trial.SHADOW, 0, DEFAULT_ENOUGH, Afterwards.WAIT, false, 0);
        }

        /** A canary over {@value #DEFAULT_ENOUGH} frames, which then waits. */
        public static Candidate canary(ReleaseId release, double share) {
            return new Candidate(release, Trial.CANARY, share, DEFAULT_ENOUGH, Afterwards.WAIT, false, 0);
        }

        public Candidate over(long frames, Afterwards then) {
            return new Candidate(release, trial, share, frames, then, changeLayout, startedMicros);
        }

        public Candidate changingLayout(boolean allowed) {
            return new Candidate(release, trial, share, enough, afterwards, allowed, startedMicros);
        }

        /** The same for a share of the cameras. */
        public Candidate asCanary(double ofCameras) {
            return new Candidate(release, Trial.CANARY, ofCameras, enough, afterwards, changeLayout, startedMicros);
        }

        Candidate from(long micros) {
            return new Candidate(release, trial, share, enough, afterwards, changeLayout, micros);
        }
    }

    public Rollout {
        previous = List.copyOf(previous);
        live.ifPresent(release -> requireSlot(slot, release));
        previous.forEach(release -> requireSlot(slot, release));
        decision.flatMap(Decision::release).ifPresent(release -> requireSlot(slot, release));
        require(
                previous.size() <= MAX_PREVIOUS,
                previous.size() + " releases that were live before; at most " + MAX_PREVIOUS);
        candidate.ifPresent(tried -> {
            requireSlot(slot, tried.release());
            require(
                    live.filter(tried.release()::equals).isEmpty(),
                    tried.release() + " is live and a candidate at a time");
        });
    }

    /** Of which nobody has said how it came to be. */
    public Rollout(Slot slot, Optional<ReleaseId> live, Optional<Candidate> candidate) {
        this(slot, live, candidate, List.of(), false, Optional.empty());
    }

    /** As it is before anybody has decided anything: the models of the folders serve. */
    public static Rollout untouched(Slot slot) {
        return new Rollout(slot, Optional.empty(), Optional.empty());
    }

    /** Where a rollback without a name goes; empty: to the models of the folders. */
    public Optional<ReleaseId> before() {
        return previous.stream().findFirst();
    }

    /**
     * A release goes live. The candidate, be it that one or another, is none any longer: it was compared with what is
     * no longer live.
     *
     * @param newLayout it may give another keypoint layout than what is live now
     * @param decision {@link Verdict#PROMOTED}, of the release
     */
    public Rollout promoted(boolean newLayout, Decision decision) {
        require(decision.verdict() == Verdict.PROMOTED, "promoted by " + decision.verdict());
        Optional<ReleaseId> promoted = decision.release();
        require(promoted.isPresent(), "the models of the folders are not promoted; roll back to them");
        List<ReleaseId> history = live.equals(promoted)
                ? previous
                : Stream.concat(live.stream(), previous.stream())
                        .limit(MAX_PREVIOUS)
                        .toList();
        boolean layout = newLayout || (changeLayout && live.equals(promoted));
        return new Rollout(slot, promoted, Optional.empty(), history, layout, Optional.of(decision));
    }

    /**
     * What was live before is live again, with whatever layout it has; the candidate is none any longer. What came after
     * it is forgotten, so that the next rollback goes further back.
     *
     * @param decision {@link Verdict#ROLLED_BACK}, of what is live again
     */
    public Rollout rolledBack(Decision decision) {
        require(decision.verdict() == Verdict.ROLLED_BACK, "rolled back by " + decision.verdict());
        Optional<ReleaseId> to = decision.release();
        int place = to.map(previous::indexOf).orElse(previous.size() - 1);
        return new Rollout(
                slot, to, Optional.empty(), previous.subList(place + 1, previous.size()), true, Optional.of(decision));
    }

    /**
     * A candidate, instead of any other. The trial begins with the decision.
     *
     * @param decision {@link Verdict#TRIED}, of the candidate
     */
    public Rollout tried(Candidate tried, Decision decision) {
        require(
                decision.verdict() == Verdict.TRIED && decision.release().equals(Optional.of(tried.release())),
                tried.release() + " tried by " + decision.verdict());
        Candidate begun = tried.from(decision.atMicros());
        return new Rollout(slot, live, Optional.of(begun), previous, changeLayout, Optional.of(decision));
    }

    /**
     * There is no candidate any longer.
     *
     * @param decision {@link Verdict#WITHDRAWN}, of what was one
     */
    public Rollout withdrawn(Decision decision) {
        require(decision.verdict() == Verdict.WITHDRAWN, "withdrawn by " + decision.verdict());
        return new Rollout(slot, live, Optional.empty(), previous, changeLayout, Optional.of(decision));
    }

    /**
     * The candidate stays one.
     *
     * @param decision {@link Verdict#CLEARED}, of it
     */
    public Rollout cleared(Decision decision) {
        require(decision.verdict() == Verdict.CLEARED, "cleared by " + decision.verdict());
        return new Rollout(slot, live, candidate, previous, changeLayout, Optional.of(decision));
    }

    private static void requireSlot(Slot slot, ReleaseId release) {
        require(release.slot() == slot, release + " in the slot " + slot.id());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
