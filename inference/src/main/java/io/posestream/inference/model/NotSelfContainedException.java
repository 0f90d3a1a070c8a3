package io.posestream.inference.model;

/** A model file needs what does not stand in it: custom operators, or weights in another file. */
public final class NotSelfContainedException extends ModelException {
    private static final long serialVersionUID = 1L;

    NotSelfContainedException(String message) {
        super(message);
    }
}
