package io.posestream.inference.rollout;

import static io.posestream.inference.rollout.Veto.Only.ALL;
import static io.posestream.inference.rollout.Veto.Only.CANARIES;
import static io.posestream.inference.rollout.Veto.Only.OF_DETECTORS;
import static io.posestream.inference.rollout.Veto.Only.OF_POSES;
import static io.posestream.inference.rollout.Veto.above;
import static io.posestream.inference.rollout.Veto.below;

import io.posestream.schemas.TrialCounts;
import java.util.List;

/**
 * What takes a candidate out of its trial. Whether it is better is for labelled pictures to say; these rules only find what
 * is broken. So their limits are far from what honest models do among each other, and a rule that has seen enough speaks at
 * once, before all the frames are compared.
 */
final class Vetoes {
    /** The least 5 % of so many are five persons; one is seen in a few minutes of two cameras. */
    private static final long PERSONS = 100;

    private static final long FRAMES = 100;

    static final List<Veto> ALL_RULES = List.of(
            // A model that serves never fails on a frame; more than one in 200 is no accident of a moment.
            above(.005, "failures", ALL, FRAMES, Measures::failures, counts -> counts.compared() + counts.failed()),
            // All but one person in twenty fit at least so well. Measured on 202 people of COCO with PP-TinyPose:
            // another
            // crop or normalisation .64 to .78, BGR for RGB .37.
            below(.5, "oks_p5", OF_POSES, PERSONS, counts -> oks(counts, .05), Vetoes::persons),
            // Of half of all persons it says where they stand; there honest ones had .96 and more.
            below(.7, "oks_median", OF_POSES, PERSONS, counts -> oks(counts, .5), Vetoes::persons),
            // Models take the sides of a person seen from behind for each other: there two in a hundred, of two weak
            // models
            // one in ten.
            above(.15, "exchanged", OF_POSES, PERSONS, Measures::exchanged, Vetoes::persons),
            // Mean over all keypoints, in box heights. What labellers call a hip differs, but not to one side for the
            // whole body; there they had .002. 8 pixels of a network's 256 are .039, of a person 400 pixels high .02.
            above(.012, "body_offset", OF_POSES, PERSONS, Measures::bodyOffset, Vetoes::persons),
            // The keypoint that lies farthest off in the mean, in box heights: data sets differ by as much about the
            // hips
            // and the top of the head.
            above(.05, "keypoint_offset", OF_POSES, PERSONS, Measures::keypointOffset, Measures::leastSeenKeypoint),
            // Standard deviation of the scores in that of the live ones: scores that say the same of everything.
            below(.25, "score_spread", ALL, PERSONS, Measures::scoreSpread, Measures::scores),
            // Thresholds were chosen by the live scores: there is one that this share of all would pass anew or no
            // more.
            above(.5, "score_shift", ALL, PERSONS, Measures::scoreShift, Measures::scores),
            // Of the persons whom it is sure of, those whom the live detector found, too; a better one finds some more.
            below(.75, "precision", OF_DETECTORS, PERSONS, Measures::precision, Measures::sureBoxes),
            // Of the persons whom the live detector is sure of, those whom it found, too.
            below(.85, "recall", OF_DETECTORS, PERSONS, Measures::recall, Measures::sureBoxes),
            // How many times as long it runs on the same input, in the median: who was at 60 % load would be at 90.
            above(
                    1.5,
                    "slowness",
                    ALL,
                    20,
                    Measures::slowness,
                    counts -> counts.runRatio().total()),
            // A canary's frames that the live model had to answer, as failures.
            above(
                    .005,
                    "canary_fell_back",
                    CANARIES,
                    FRAMES,
                    Measures::fellBack,
                    counts -> counts.canary().frames()),
            // By how much the share of frames without an answer is above that of the other cameras.
            above(.02, "canary_lost", CANARIES, 2 * FRAMES, Measures::moreLost, Measures::framesOfEachArm),
            // How many times as long as the others' its frames are in the worker, 95th percentile. It is not the age:
            // recordings are old when they are read, and each arm has cameras of its own.
            above(2, "canary_way_p95", CANARIES, 2 * FRAMES, Measures::wayRatio, Measures::answeredOfEachArm));

    private Vetoes() {}

    private static double oks(TrialCounts counts, double share) {
        return counts.poses().oks().quantile(share);
    }

    private static long persons(TrialCounts counts) {
        return counts.poses().persons();
    }
}
