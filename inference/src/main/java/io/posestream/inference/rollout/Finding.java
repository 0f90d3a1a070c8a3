package io.posestream.inference.rollout;

import java.util.Locale;

/**
 * What a rule says of a trial.
 *
 * @param number NaN if there is nothing yet that it could be of
 * @param evidence of how many persons, boxes, frames, scores or runs the number is
 * @param leastEvidence from how many on the rule speaks
 */
record Finding(String rule, double number, Bound bound, double limit, long evidence, long leastEvidence) {
    /** On which side of its limit a number is allowed. */
    enum Bound {
        AT_MOST,
        AT_LEAST;

        /** What is no number is allowed on neither. */
        boolean holds(double number, double limit) {
            return this == AT_MOST ? number <= limit : number >= limit;
        }
    }

    /** Too little was seen for the rule to speak. */
    boolean isOpen() {
        return evidence < leastEvidence;
    }

    /** The candidate is to go. */
    boolean isAgainst() {
        return !isOpen() && !bound.holds(number, limit);
    }

    /** One line: the number, its limit, and of how many it is. */
    @Override
    public String toString() {
        String side = bound == Bound.AT_MOST ? "at most" : "at least";
        String least = isOpen() ? " of " + leastEvidence : "";
        return String.format(Locale.ROOT, "%s %.3f, %s %s (%d%s seen)", rule, number, side, limit, evidence, least);
    }
}
