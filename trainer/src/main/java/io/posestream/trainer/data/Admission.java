package io.posestream.trainer.data;

import java.nio.file.Path;

/**
 * Which persons of a file are let into a data set.
 *
 * @param images where a person's image must be
 * @param unlabelled whether those come in of whom no keypoint is labelled
 */
record Admission(ImageFolder images, boolean unlabelled) {
    /** Whom something can be learnt from. */
    static Admission toLearnFrom(Path images) {
        return new Admission(ImageFolder.of(images), false);
    }

    /** Whoever is labelled, the image there or not: a test is not easier for what was lost. */
    static Admission toJudgeOn(Path images) {
        return new Admission(ImageFolder.unseen(images), false);
    }

    /** Whoever has a box. */
    static Admission toComplete(Path images) {
        return new Admission(ImageFolder.unseen(images), true);
    }
}
