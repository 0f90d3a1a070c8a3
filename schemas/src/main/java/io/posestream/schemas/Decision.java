package io.posestream.schemas;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What made a {@link Rollout} what it is.
 *
 * @param release that it is about; empty: the models of the folders
 * @param by who decided: a person's command, or a worker as the judge
 * @param reason one line, for people
 * @param numbers what it was decided by, under names that the reason explains
 */
public record Decision(
        Verdict verdict,
        Optional<ReleaseId> release,
        String by,
        long atMicros,
        String reason,
        Map<String, Double> numbers) {
    /** Most characters of the reason. */
    public static final int MAX_REASON = 2_000;

    public static final int MAX_NUMBERS = 256;

    private static final int MAX_NAME = 200;

    /** What was decided of the release. */
    public enum Verdict {
        /** It went live. */
        PROMOTED,
        /** It is live again. */
        ROLLED_BACK,
        /** It became the candidate. */
        TRIED,
        /** It is the candidate no longer. */
        WITHDRAWN,
        /** It stays the candidate; enough was compared, and nothing speaks against it. */
        CLEARED
    }

    public Decision {
        numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
        require(!by.isBlank() && by.length() <= MAX_NAME, "decided by " + by.length() + " characters");
        require(atMicros >= 0, "decided at " + atMicros);
        require(reason.length() <= MAX_REASON, "a reason of " + reason.length() + " characters; at most " + MAX_REASON);
        require(
                numbers.size() <= MAX_NUMBERS && numbers.keySet().stream().allMatch(name -> name.length() <= MAX_NAME),
                numbers.size() + " numbers; at most " + MAX_NUMBERS + " with names of " + MAX_NAME + " characters");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
