package io.posestream.schemas;

/** What became of a frame. Every frame gets one. */
public enum Fate {
    /** A newer writer's fate that this reader does not know: take it for not posed. */
    UNSPECIFIED,
    /** At least one person found. */
    POSED,
    /** Nobody there. */
    EMPTY,
    /** Too old, or about to be, when a worker came to it, or too old when persons were found in it. */
    EXPIRED,
    /** Not a picture, or not a frame of ours; its bytes are on {@code frames-dlq}. */
    UNDECODABLE,
    /** A model failed on it; its bytes are on {@code frames-dlq}. */
    FAILED,
    /** Deleted from {@code frames} before a worker read it; one record stands for a range of offsets. */
    OVERRUN;

    /** The models looked at it: there is somebody with a pose, or nobody. */
    public boolean isPosedOrEmpty() {
        return this == POSED || this == EMPTY;
    }
}
