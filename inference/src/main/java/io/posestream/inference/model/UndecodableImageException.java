package io.posestream.inference.model;

import io.posestream.schemas.JpegRefusal;
import java.util.Optional;

/** Bytes that are no picture we decode; the message says in one line what is wrong with them. */
public final class UndecodableImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final JpegRefusal.Reason header;

    UndecodableImageException(String message) {
        super(message, null, false, false);
        this.header = null;
    }

    UndecodableImageException(JpegRefusal refusal) {
        super(refusal.getMessage(), null, false, false);
        this.header = refusal.reason();
    }

    /** What is wrong as far as the header tells; empty: the header is right, and the JPEG broken inside. */
    public Optional<JpegRefusal.Reason> header() {
        return Optional.ofNullable(header);
    }
}
