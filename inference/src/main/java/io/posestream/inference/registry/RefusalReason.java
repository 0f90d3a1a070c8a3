package io.posestream.inference.registry;

import java.util.Locale;

/** Why a release is not served. */
public enum RefusalReason {
    /** The file is not the one that was signed. */
    BAD_DIGEST,
    BAD_SIGNATURE,
    /** The key that it names is not trusted here. */
    UNKNOWN_KEY,
    REVOKED,
    TOO_LARGE,
    /** The model is not for the slot, or not what the release says of it. */
    WRONG_CONTRACT,
    NEEDS_NEWER_WORKER,
    /** Custom operators, or weights in other files. */
    NOT_SELF_CONTAINED,
    /** Chunks of the file are missing or cut off. */
    INCOMPLETE,
    /** The record is none of ours, or not of the release that its key names. */
    MALFORMED;

    /** {@code bad_digest} and so on: the name in JSON and metric labels. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
