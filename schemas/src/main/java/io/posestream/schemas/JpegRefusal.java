package io.posestream.schemas;

/** Bytes that are no JPEG we take; the message says in one line what is wrong with them. */
public final class JpegRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        NOT_JPEG,
        TRUNCATED,
        TOO_MANY_PIXELS
    }

    private final Reason reason;

    public JpegRefusal(Reason reason, String detail) {
        super(prefix(reason) + ": " + detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    private static String prefix(Reason reason) {
        return switch (reason) {
            case NOT_JPEG -> "not a JPEG";
            case TRUNCATED -> "truncated JPEG";
            case TOO_MANY_PIXELS -> "picture too large";
        };
    }
}
