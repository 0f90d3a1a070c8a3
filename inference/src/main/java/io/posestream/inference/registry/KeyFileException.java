package io.posestream.inference.registry;

/** A file of keys or of revoked releases cannot be read or written, or does not hold what it should. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
