package io.posestream.ingest;

import java.util.Locale;

/** What an answer's {@code refused} may say besides a {@link FrameRejection}. */
enum OtherRefusal {
    BAD_REQUEST(400),
    /** A browser asks for a page of another site. */
    FOREIGN_ORIGIN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    /** A WebSocket's path without a handshake. */
    NO_WEBSOCKET(426),
    DEFECT(500),
    /** The frame was sent and may be on topic {@code frames} or not. */
    UNCONFIRMED(503);

    private final int status;

    OtherRefusal(int status) {
        this.status = status;
    }

    /** The HTTP status that says so. */
    int status() {
        return status;
    }

    /** The word in answers. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
