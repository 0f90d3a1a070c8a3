package io.posestream.inference.model;

/** A model says something else of the golden sample than its publisher has signed. */
public final class GoldenSampleException extends ModelException {
    private static final long serialVersionUID = 1L;

    GoldenSampleException(String message) {
        super(message);
    }
}
