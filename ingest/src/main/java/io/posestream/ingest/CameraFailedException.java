package io.posestream.ingest;

/** A camera or a clip cannot go on: its file is missing, broken or holds no pictures. The message names it. */
public final class CameraFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CameraFailedException(String message) {
        super(message);
    }

    CameraFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
