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
    MALFORMED,
    /** A rollout names it, and it is not there. */
    NOT_PUBLISHED,
    /** It gives another keypoint layout than what was live before, and its rollout does not allow that. */
    LAYOUT_CHANGE,
    /** It is to be tried beside itself: the live model is the same file. */
    SAME_AS_LIVE,
    /** The runtime does not take the file. */
    LOAD_FAILED,
    /** It failed on a grey picture. */
    WARM_UP_FAILED,
    /** On the picture that travels with it, it says something else here than where it was published. */
    GOLDEN_SAMPLE_DIFFERS;

    /** {@code bad_digest} and so on: the name in JSON and metric labels. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
