package io.posestream.inference.model;

/** A model was loaded, and failed on a grey picture. */
public final class WarmUpException extends ModelException {
    private static final long serialVersionUID = 1L;

    WarmUpException(RuntimeException cause) {
        super(cause instanceof ModelException ? cause.getMessage() : "fails on a grey picture: " + cause, cause);
    }
}
