package io.posestream.ingest;

/** Ingest cannot start: the broker, a topic or a port is not as it must be. The message says which, in one line. */
public final class IngestStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IngestStartException(String message) {
        super(message);
    }

    IngestStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
