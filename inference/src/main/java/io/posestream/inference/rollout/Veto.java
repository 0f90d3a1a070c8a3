package io.posestream.inference.rollout;

import io.posestream.inference.rollout.Finding.Bound;
import io.posestream.schemas.Rollout.Trial;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCounts;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A rule that takes a candidate out of its trial.
 *
 * @param id {@code oks_p5} and so on: its name in decisions
 * @param leastEvidence from how many persons, boxes, frames, scores or runs on it speaks
 * @param number what is held against the limit; asked only if there is any evidence
 */
record Veto(
        String id,
        Only only,
        Bound bound,
        double limit,
        long leastEvidence,
        ToDoubleFunction<TrialCounts> number,
        ToLongFunction<TrialCounts> evidence) {
    /** Which trials a rule is for. */
    enum Only {
        ALL,
        OF_POSES,
        OF_DETECTORS,
        CANARIES
    }

    static Veto above(
            double limit,
            String id,
            Only only,
            long least,
            ToDoubleFunction<TrialCounts> number,
            ToLongFunction<TrialCounts> evidence) {
        return new Veto(id, only, Bound.AT_MOST, limit, least, number, evidence);
    }

    static Veto below(
            double limit,
            String id,
            Only only,
            long least,
            ToDoubleFunction<TrialCounts> number,
            ToLongFunction<TrialCounts> evidence) {
        return new Veto(id, only, Bound.AT_LEAST, limit, least, number, evidence);
    }

    /** What it says; empty if it is not for such trials. */
    Optional<Finding> look(Trial trial, TrialCounts counts) {
        Slot slot = counts.trial().candidate().slot();
        boolean applies = switch (only) {
            case ALL -> true;
            case OF_POSES -> slot == Slot.POSE;
            case OF_DETECTORS -> slot == Slot.DETECTOR;
            case CANARIES -> trial == Trial.CANARY;
        };
        if (!applies) {
            return Optional.empty();
        }
        long seen = evidence.applyAsLong(counts);
        double value = seen == 0 ? Double.NaN : number.applyAsDouble(counts);
        return Optional.of(new Finding(id, value, bound, limit, seen, leastEvidence));
    }
}
