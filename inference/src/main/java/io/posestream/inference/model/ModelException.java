package io.posestream.inference.model;

/** A model cannot be loaded, served or run; the message says which and why, in one line. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
