package io.posestream.schemas;

/** Which clock said when a frame was captured. */
public enum CaptureClock {
    /** The camera's or the client's own. */
    SOURCE,
    /** Ingest's, as it received the frame. */
    INGEST
}
