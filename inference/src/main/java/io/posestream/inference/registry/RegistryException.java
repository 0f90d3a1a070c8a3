package io.posestream.inference.registry;

/** The registry could not be read or written; the message says what was reached, in numbers, and what to do. */
public class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryException(String message) {
        super(message);
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
