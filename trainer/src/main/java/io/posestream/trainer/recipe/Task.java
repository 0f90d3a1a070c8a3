package io.posestream.trainer.recipe;

/** What a recipe trains. */
public enum Task {
    /** A student that tells where a person's keypoints are. */
    POSE,
    /** A net that finds the persons of a picture. */
    DETECTOR
}
