package io.posestream.ingest;

import io.posestream.schemas.JpegRefusal;
import java.util.Locale;

/** Why a frame was refused: it is surely not on topic {@code frames}. */
enum FrameRejection {
    BAD_CAMERA(400),
    BAD_HEADER(400),
    /** The client hung up before the body was whole, or while its frame waited for a place in flight. */
    ABORTED(400),
    SLOW_BODY(408),
    TOO_LARGE(413),
    TOO_MANY_PIXELS(413),
    NOT_JPEG(415),
    TRUNCATED(422),
    CAMERA_QUOTA(429),
    TOTAL_QUOTA(429),
    SESSIONS_FULL(429),
    QUEUE_FULL(503),
    /** The producer did not take it, or it waited too long for its turn. */
    NOT_SENT(503),
    SHUTTING_DOWN(503);

    private final int status;

    FrameRejection(int status) {
        this.status = status;
    }

    static FrameRejection of(JpegRefusal.Reason reason) {
        return switch (reason) {
            case NOT_JPEG -> NOT_JPEG;
            case TRUNCATED -> TRUNCATED;
            case TOO_MANY_PIXELS -> TOO_MANY_PIXELS;
        };
    }

    /** The HTTP status that says so. */
    int status() {
        return status;
    }

    /** The word in answers and metric labels. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it lies in the picture itself, so that trying again is in vain. */
    boolean isAboutContent() {
        return switch (this) {
            case TOO_LARGE, TOO_MANY_PIXELS, NOT_JPEG, TRUNCATED -> true;
            case BAD_CAMERA,
                    BAD_HEADER,
                    ABORTED,
                    SLOW_BODY,
                    CAMERA_QUOTA,
                    TOTAL_QUOTA,
                    SESSIONS_FULL,
                    QUEUE_FULL,
                    NOT_SENT,
                    SHUTTING_DOWN -> false;
        };
    }
}
