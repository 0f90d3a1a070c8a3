package io.posestream.inference.model;

/** A model was loaded, and failed on a grey picture. */
public final class WarmUpException extends ModelException {
    private static final long serialVersionUID = 1L;

    WarmUpException(RuntimeException cause) {
        super("fails on a grey picture: " + cause.getMessage(), cause);
    }
}
