package io.posestream.ingest;

import io.posestream.schemas.FrameId;

/** A frame was sent and the broker did not confirm it: it may be on topic {@code frames} or not. */
final class FrameUnconfirmedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FrameUnconfirmedException(FrameId id, long waitedMillis, Throwable cause) {
        super(
                "frame " + id + " is not confirmed after " + waitedMillis + " ms: " + cause.getMessage(),
                cause,
                false,
                false);
    }
}
