package io.posestream.inference;

import io.posestream.inference.rollout.TrialObserver;
import io.posestream.inference.rollout.TrialTally;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the trials that are under way here have shown: one for each slot. Any thread. */
final class Trials {
    private final Map<Slot, TrialTally> tallies = new ConcurrentSkipListMap<>();

    /** Goes on with a trial that is known; another one of its slot has ended. */
    TrialObserver of(TrialId trial) {
        return tallies.compute(
                trial.candidate().slot(),
                (slot, tally) -> tally != null && tally.trial().equals(trial) ? tally : new TrialTally(trial));
    }

    void end(Slot slot) {
        tallies.remove(slot);
    }

    /** For the worker's status. */
    List<ByteBuffer> counts() {
        return tallies.values().stream()
                .map(tally -> ByteBuffer.wrap(TrialCountsCodec.encode(tally.soFar())))
                .toList();
    }
}
