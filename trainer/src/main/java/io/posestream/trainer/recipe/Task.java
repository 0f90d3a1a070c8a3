package io.posestream.trainer.recipe;

import io.posestream.schemas.Slot;

/** What a recipe trains. */
public enum Task {
    /** A student that tells where a person's keypoints are. */
    POSE(Slot.POSE),
    /** A net that finds the persons of a picture. */
    DETECTOR(Slot.DETECTOR);

    private final Slot slot;

    Task(Slot slot) {
        this.slot = slot;
    }

    /** Of its models. */
    public Slot slot() {
        return slot;
    }
}
