package io.posestream.trainer.metrics;

/** Where the two tools that count as COCO's evaluator differ. */
public enum CocoRules {
    /**
     * MMPose's: a found person none of whose keypoints has a score above 0 is left out, and whether a label has keypoints
     * is told by its visibilities.
     */
    XTCOCOTOOLS,
    /** The original: every found person counts, and a label's {@code num_keypoints} is believed. */
    PYCOCOTOOLS;

    boolean counts(FoundPerson found) {
        return this == PYCOCOTOOLS || found.sees();
    }

    /** Whether finding the person neither helps nor harms. */
    boolean ignores(TruePerson truth) {
        return truth.crowd() || (this == PYCOCOTOOLS ? truth.numKeypoints() : truth.labelledKeypoints()) == 0;
    }
}
