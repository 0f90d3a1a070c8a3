package io.posestream.inference.registry;

/** Somebody took over the writing meanwhile, so nothing was written. */
public final class TakenOverException extends RegistryException {
    private static final long serialVersionUID = 1L;

    TakenOverException(String message, Throwable cause) {
        super(message, cause);
    }
}
