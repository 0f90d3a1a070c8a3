package io.posestream.inference.model;

/** Bytes that are no picture we decode; the message says in one line what is wrong with them. */
public final class UndecodableImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecodableImageException(String message) {
        super(message, null, false, false);
    }
}
