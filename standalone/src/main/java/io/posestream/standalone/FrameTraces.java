package io.posestream.standalone;

import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code skeletons} tells of a frame, and of its neighbours if it has no record of its own. One thread. */
final class FrameTraces {
    private final FrameId id;
    private final List<SkeletonFrame> records = new ArrayList<>();
    private final List<SkeletonFrame> overruns = new ArrayList<>();
    private Optional<SkeletonFrame> before = Optional.empty();
    private Optional<SkeletonFrame> after = Optional.empty();
    private long firstMillis = Long.MAX_VALUE;

    FrameTraces(FrameId id) {
        this.id = id;
    }

    /** @param millis of the record's timestamp */
    void add(SkeletonFrame frame, long millis) {
        if (frame.fate() == Fate.OVERRUN) {
            overruns.add(frame);
        } else if (frame.id().equals(id)) {
            records.add(frame);
            firstMillis = Math.min(firstMillis, millis);
        } else if (isOfSession(frame, id)) {
            addNeighbour(frame);
        }
    }

    /** Whether a record is of a frame of the same session. */
    static boolean isOfSession(SkeletonFrame frame, FrameId id) {
        return frame.fate() != Fate.OVERRUN
                && frame.id().camera().equals(id.camera())
                && frame.id().session().equals(id.session());
    }

    private void addNeighbour(SkeletonFrame frame) {
        long sequence = frame.id().sequence();
        if (sequence < id.sequence()) {
            before = before.filter(known -> known.id().sequence() >= sequence).or(() -> Optional.of(frame));
        } else {
            after = after.filter(known -> known.id().sequence() <= sequence).or(() -> Optional.of(frame));
        }
    }

    /** The frame's own, in the order that they came. */
    List<SkeletonFrame> records() {
        return records;
    }

    /** The timestamp of its own records; the highest there is while it has none. */
    long firstMillis() {
        return firstMillis;
    }

    /**
     * The ranges between its neighbours in the session.
     *
     * @param partition of {@code frames} where the camera's records go; a neighbour's is surer
     */
    List<SkeletonFrame> possibleOverruns(int partition) {
        int of = before.or(() -> after).map(SkeletonFrame::sourcePartition).orElse(partition);
        long low = before.map(SkeletonFrame::sourceOffset).orElse(-1L);
        long high = after.map(SkeletonFrame::sourceOffset).orElse(Long.MAX_VALUE);
        return overruns.stream()
                .filter(range -> range.sourcePartition() == of)
                .filter(range -> range.lastSourceOffset() > low && range.sourceOffset() < high)
                .toList();
    }
}
