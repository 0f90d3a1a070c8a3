package io.posestream.ingest;

/** A frame was refused; the message is the reason in one line, with its numbers. */
final class FrameRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FrameRejection rejection;

    FrameRefusedException(FrameRejection rejection, String message) {
        super(message, null, false, false);
        this.rejection = rejection;
    }

    FrameRejection rejection() {
        return rejection;
    }
}
