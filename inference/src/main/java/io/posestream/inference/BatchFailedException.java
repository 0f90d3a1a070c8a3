package io.posestream.inference;

/** A model failed on one item; the worker goes on. */
final class BatchFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchFailedException(Throwable cause) {
        super(message(cause), cause);
    }

    /** Which is never null. */
    static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
