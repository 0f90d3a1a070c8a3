package io.posestream.schemas;

import io.posestream.schemas.Histogram.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a trial has shown so far, in one worker or in many: sums only, so that those of many workers add up whatever their
 * order. Frames are counted once:
 *
 * <pre>
 * frames that could be compared = compared + skipped + failed + those that still wait
 * </pre>
 *
 * @param compared frames that both releases answered
 * @param skipped frames that were not compared: live work came first
 * @param failed frames that were not compared because the candidate failed on them
 * @param fellBack frames of a canary that the live release answered because the candidate failed
 * @param failure what one of those failures said; empty if there was none
 * @param live during a canary, the frames of the cameras that the live release poses
 * @param canary during a canary, the frames of the cameras that the candidate poses
 */
public record TrialCounts(
        TrialId trial,
        long compared,
        long skipped,
        long failed,
        long fellBack,
        String failure,
        Poses poses,
        Boxes boxes,
        Pair scores,
        Pair runMicros,
        Histogram runRatio,
        Arm live,
        Arm canary) {
    /** Most characters of the failure. */
    public static final int MAX_FAILURE = 200;

    /** Whose keypoints are compared. */
    public static final KeypointLayout LAYOUT = Layouts.UNIFIED_21;

    /**
     * Poses of the same boxes by both releases, taking the live one's for the truth.
     *
     * @param oks for each person the object keypoint similarity
     * @param exchanged persons whom the candidate fits better with left and right exchanged
     * @param offsets for each keypoint of {@link #LAYOUT}
     */
    public record Poses(Histogram oks, long exchanged, List<KeypointOffset> offsets) {
        public Poses {
            offsets = List.copyOf(offsets);
            require(oks.scale() == Scale.UNIT, "OKS on the scale " + oks.scale());
            requireCount(exchanged, "exchanged");
            require(offsets.size() == LAYOUT.size(), offsets.size() + " keypoints of " + LAYOUT.size());
        }

        public long persons() {
            return oks.total();
        }

        Poses plus(Poses other) {
            List<KeypointOffset> sums = new ArrayList<>(offsets.size());
            for (int k = 0; k < offsets.size(); k++) {
                sums.add(offsets.get(k).plus(other.offsets.get(k)));
            }
            return new Poses(oks.plus(other.oks), exchanged + other.exchanged, sums);
        }
    }

    /**
     * How often which of the two found a person, of those of whom one is sure.
     *
     * @param matched found by both
     * @param missed found by the live release alone
     * @param invented found by the candidate alone
     */
    public record Boxes(long matched, long missed, long invented) {
        public Boxes {
            requireCount(matched, "matched");
            requireCount(missed, "missed");
            requireCount(invented, "invented");
        }

        Boxes plus(Boxes other) {
            return new Boxes(matched + other.matched, missed + other.missed, invented + other.invented);
        }
    }

    /** The same of both releases. */
    public record Pair(Histogram live, Histogram candidate) {
        Pair plus(Pair other) {
            return new Pair(live.plus(other.live), candidate.plus(other.candidate));
        }

        static Pair empty(Scale scale) {
            return new Pair(Histogram.empty(scale), Histogram.empty(scale));
        }
    }

    /**
     * What became of the frames of some cameras. Undecodable ones are not among them: no model saw them.
     *
     * @param wayMicros for those that were answered, the time from the worker's reading it to its answer
     */
    public record Arm(long expired, long failed, Histogram wayMicros) {
        public Arm {
            requireCount(expired, "expired");
            requireCount(failed, "failed");
            require(wayMicros.scale() == Scale.MICROS, "a way on the scale " + wayMicros.scale());
        }

        public long frames() {
            return wayMicros.total() + expired + failed;
        }

        Arm plus(Arm other) {
            return new Arm(expired + other.expired, failed + other.failed, wayMicros.plus(other.wayMicros));
        }

        static Arm empty() {
            return new Arm(0, 0, Histogram.empty(Scale.MICROS));
        }
    }

    public TrialCounts {
        requireCount(compared, "compared");
        requireCount(skipped, "skipped");
        requireCount(failed, "failed");
        requireCount(fellBack, "fell back");
        require(failure.length() <= MAX_FAILURE, "a failure of " + failure.length() + " characters");
        require(
                scores.live.scale() == Scale.UNIT && scores.candidate.scale() == Scale.UNIT,
                "scores on the scales " + scores.live.scale() + " and " + scores.candidate.scale());
        require(
                runMicros.live.scale() == Scale.MICROS && runMicros.candidate.scale() == Scale.MICROS,
                "run times on the scales " + runMicros.live.scale() + " and " + runMicros.candidate.scale());
        require(runRatio.scale() == Scale.RATIO, "a ratio on the scale " + runRatio.scale());
    }

    /** Nothing has been seen yet. */
    public static TrialCounts none(TrialId trial) {
        List<KeypointOffset> offsets = Collections.nCopies(LAYOUT.size(), KeypointOffset.NONE);
        return new TrialCounts(
                trial,
                0,
                0,
                0,
                0,
                "",
                new Poses(Histogram.empty(Scale.UNIT), 0, offsets),
                new Boxes(0, 0, 0),
                Pair.empty(Scale.UNIT),
                Pair.empty(Scale.MICROS),
                Histogram.empty(Scale.RATIO),
                Arm.empty(),
                Arm.empty());
    }

    /** Both together. @throws IllegalArgumentException if they are of two trials */
    public TrialCounts plus(TrialCounts other) {
        require(trial.equals(other.trial), other.trial + " added to " + trial);
        return new TrialCounts(
                trial,
                compared + other.compared,
                skipped + other.skipped,
                failed + other.failed,
                fellBack + other.fellBack,
                either(failure, other.failure),
                poses.plus(other.poses),
                boxes.plus(other.boxes),
                scores.plus(other.scores),
                runMicros.plus(other.runMicros),
                runRatio.plus(other.runRatio),
                live.plus(other.live),
                canary.plus(other.canary));
    }

    /** The same one, whichever comes first. */
    private static String either(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one + other;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    static void requireCount(long count, String of) {
        if (count < 0) { // no text is made for the hundreds that are right
            throw new IllegalArgumentException("a count of " + count + " of " + of);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
