package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Identities of one camera's frames, one bit each: a session's sequences have hardly a gap. One thread. */
final class FrameIds {
    private final CameraId camera;
    private final Map<UUID, BitSet> sequences = new HashMap<>();

    FrameIds(CameraId camera) {
        this.camera = camera;
    }

    CameraId camera() {
        return camera;
    }

    /** @throws IllegalArgumentException if the sequence is none that one session can come to */
    void add(UUID session, long sequence) {
        if (sequence < 0 || sequence > Integer.MAX_VALUE - 1) {
            throw new IllegalArgumentException("sequence " + sequence);
        }
        sequences.computeIfAbsent(session, ignored -> new BitSet()).set((int) sequence);
    }

    boolean contains(FrameId id) {
        BitSet ofSession = sequences.get(id.session());
        return id.camera().equals(camera)
                && ofSession != null
                && id.sequence() < ofSession.length()
                && ofSession.get((int) id.sequence());
    }

    /** How many different ones there are. */
    long size() {
        return sequences.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** How many of these are not among the others. */
    long notIn(FrameIds others) {
        long count = 0;
        for (Map.Entry<UUID, BitSet> session : sequences.entrySet()) {
            BitSet left = (BitSet) session.getValue().clone();
            BitSet theirs = others.sequences.get(session.getKey());
            if (theirs != null) {
                left.andNot(theirs);
            }
            count += left.cardinality();
        }
        return count;
    }

    FrameIds copy() {
        FrameIds copy = new FrameIds(camera);
        sequences.forEach((session, bits) -> copy.sequences.put(session, (BitSet) bits.clone()));
        return copy;
    }
}
