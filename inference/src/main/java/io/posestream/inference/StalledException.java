package io.posestream.inference;

/** A model does not answer: the worker is broken and has to be replaced. */
final class StalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StalledException(String message) {
        super(message);
    }

    StalledException(String message, Throwable cause) {
        super(message, cause);
    }
}
