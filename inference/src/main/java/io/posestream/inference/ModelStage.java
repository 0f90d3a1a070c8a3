package io.posestream.inference;

import io.posestream.inference.registry.RefusalReason;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialId;
import java.util.Map;
import java.util.Optional;

/** The models of a worker as its {@link ModelWatcher} exchanges them while frames are posed. The watcher's thread. */
interface ModelStage {
    /** A model that is loaded and warm; the stage that loaded it knows what is in it. */
    interface Staged {
        ReleaseRef release();
    }

    /**
     * What is tried.
     *
     * @param candidate with how it is tried
     */
    record Tried(TrialId trial, Candidate candidate, Staged model) {}

    /** What a slot is to serve. */
    record Part(Staged live, Optional<Tried> tried) {}

    /** A model cannot be served, and what serves stays. */
    final class UnservableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RefusalReason reason;

        /** @param detail one line with the numbers, for people */
        UnservableException(RefusalReason reason, String detail, Throwable cause) {
            super(detail, cause);
            this.reason = reason;
        }

        RefusalReason reason() {
            return reason;
        }
    }

    /**
     * Loads a release beside what serves, warms it up and tries it; it serves nothing yet.
     *
     * @throws UnservableException if it fails, or answers otherwise than where it was published
     */
    Staged load(ReleasedModel released);

    /**
     * Loads the model that the worker's folder has for a slot now.
     *
     * @throws UnservableException if there is none that can be served
     */
    Staged loadFolder(Slot slot);

    /**
     * From the next frame on these serve, and no others: those that served before and are not among them are closed once
     * nobody uses them.
     */
    void lineUp(Map<Slot, Part> parts);

    /** Closes a model that never was in a line-up. */
    void discard(Staged model);
}
