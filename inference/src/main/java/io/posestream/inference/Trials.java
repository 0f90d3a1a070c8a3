package io.posestream.inference;

import io.posestream.inference.rollout.TrialObserver;
import io.posestream.inference.rollout.TrialTally;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the trials that are under way here have shown: one for each slot. Any thread. */
final class Trials {
    private final Map<Slot, Running> running = new ConcurrentSkipListMap<>();

    /** Of two models: a release's record may have been exchanged for one of another file. */
    private record Running(TrialTally tally, ReleaseRef live, ReleaseRef candidate) {
        private boolean isOf(TrialId trial, ReleaseRef beside, ReleaseRef tried) {
            return tally.trial().equals(trial) && live.equals(beside) && candidate.equals(tried);
        }
    }

    /** Goes on with a trial that is known; another one of its slot has ended. */
    TrialObserver of(TrialId trial, ReleaseRef live, ReleaseRef candidate) {
        return running.compute(
                        trial.candidate().slot(),
                        (slot, before) -> before != null && before.isOf(trial, live, candidate)
                                ? before
                                : new Running(new TrialTally(trial), live, candidate))
                .tally;
    }

    void end(Slot slot) {
        running.remove(slot);
    }

    /** For the worker's status. */
    List<ByteBuffer> counts() {
        return running.values().stream()
                .map(trial -> ByteBuffer.wrap(TrialCountsCodec.encode(trial.tally.soFar())))
                .toList();
    }
}
