package io.posestream.inference;

import io.posestream.schemas.Fate;
import java.util.Locale;

/** Why a frame that was read was not posed, as a word for the metrics; the record's reason has the numbers. */
enum UnposedReason {
    /** Over its limit when a worker came to it, or when its turn came. */
    TOO_OLD(Fate.EXPIRED),
    /** Within its limit, but it would have been over it once posed, or its partition is catching up: {@link Expiry}. */
    OVERLOAD(Fate.EXPIRED),
    /** Persons were found in it, but only after its limit. */
    DETECTED_LATE(Fate.EXPIRED),
    /** The record on {@code frames} is none of ours: no key, no identity, a broken header. */
    NOT_A_FRAME(Fate.UNDECODABLE),
    NOT_JPEG(Fate.UNDECODABLE),
    TRUNCATED(Fate.UNDECODABLE),
    TOO_MANY_PIXELS(Fate.UNDECODABLE),
    /** A JPEG by its header, but not inside. */
    BROKEN_JPEG(Fate.UNDECODABLE),
    DETECTOR_FAILED(Fate.FAILED),
    POSE_FAILED(Fate.FAILED);

    private final Fate fate;

    UnposedReason(Fate fate) {
        this.fate = fate;
    }

    Fate fate() {
        return fate;
    }

    /** The word in metric labels. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
