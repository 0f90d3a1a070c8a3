package io.posestream.schemas;

import java.util.Optional;

/**
 * Which release of a slot serves, and which one is tried beside it. It vouches for nothing: a worker serves what it
 * names only if that release verifies.
 *
 * @param live empty: each worker keeps the model of its folder
 */
public record Rollout(Slot slot, Optional<ReleaseId> live, Optional<Candidate> candidate) {
    /** How a candidate is tried. */
    public enum Trial {
        /** It poses the same frames; its answers are compared but never emitted. */
        SHADOW,
        /** It poses a stable share of the cameras. */
        CANARY
    }

    /** @param share of the cameras, above 0 and up to 1 for a canary; 0 for a shadow */
    public record Candidate(ReleaseId release, Trial trial, double share) {
        public Candidate {
            if (trial == Trial.CANARY ? !(share > 0 && share <= 1) : share != 0) {
                throw new IllegalArgumentException(trial + " with a share of " + share
                        + " of the cameras; a canary has above 0 and up to 1, a shadow 0");
            }
        }

        public static Candidate shadow(ReleaseId release) {
            return new Candidate(release, Trial.SHADOW, 0);
        }

        public static Candidate canary(ReleaseId release, double share) {
            return new Candidate(release, Trial.CANARY, share);
        }
    }

    public Rollout {
        live.ifPresent(release -> requireSlot(slot, release));
        candidate.ifPresent(tried -> {
            requireSlot(slot, tried.release());
            if (live.filter(tried.release()::equals).isPresent()) {
                throw new IllegalArgumentException(tried.release() + " is live and a candidate at a time");
            }
        });
    }

    private static void requireSlot(Slot slot, ReleaseId release) {
        if (release.slot() != slot) {
            throw new IllegalArgumentException(release + " in the slot " + slot.id());
        }
    }
}
