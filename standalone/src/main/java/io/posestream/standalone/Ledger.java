package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Every frame and its fate. Offsets of {@code frames} are dense, so each offset below a partition's end must have a
 * record: the first one is its fate, further ones are duplicates. Knows no Kafka.
 *
 * <p>One thread records, any thread may ask; an answer is a snapshot that adds up. Memory is bounded: by
 * {@link CoveredOffsets#MAX_RUNS}, {@link #MAX_SESSIONS} and {@link #MAX_CAMERAS}.
 */
final class Ledger {
    /** Sessions whose order is watched; beyond, the one silent for longest starts anew. */
    static final int MAX_SESSIONS = 4096;

    /** Cameras with a line of their own; beyond, they share the line {@link #OTHER_CAMERAS}. */
    static final int MAX_CAMERAS = 1024;

    /** No camera's id: those have no parentheses. */
    static final String OTHER_CAMERAS = "(others)";

    private static final UUID NO_SESSION = new UUID(0, 0);

    private final boolean endsAreFixed;
    private final SortedMap<Integer, Partition> partitions = new TreeMap<>();
    private final Tally total = new Tally();
    private final SortedMap<String, Tally> cameras = new TreeMap<>();
    private final AgeHistogram ages = new AgeHistogram();
    private final Map<Session, Long> lastSequences = new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Session, Long> eldest) {
            return size() > MAX_SESSIONS;
        }
    };

    private record Session(CameraId camera, UUID session) {}

    private Ledger(boolean endsAreFixed) {
        this.endsAreFixed = endsAreFixed;
    }

    /** A ledger of the offsets before the given ends, by partition; all records of later ones are left out. */
    static Ledger upTo(Map<Integer, Long> frameEnds) {
        Ledger ledger = new Ledger(true);
        frameEnds.forEach((partition, end) -> ledger.partition(partition).end = end);
        return ledger;
    }

    /** A ledger of a stream that runs: an end is the highest that was told by {@link #raiseEnd} or seen in a record. */
    static Ledger live() {
        return new Ledger(false);
    }

    /** The partition's ledger starts at this offset of {@code frames}; records of earlier ones are left out. */
    synchronized void startAt(int partition, long offset) {
        partition(partition).start = offset;
    }

    /**
     * The partition's ledger starts at the offset of its first record, for older ones were deleted from
     * {@code skeletons}; records of earlier offsets, which a worker did again after a crash, are left out.
     */
    synchronized void startAtFirstSeen(int partition) {
        partition(partition).startsAtFirstSeen = true;
    }

    /** {@code frames} has been seen to end here. */
    synchronized void raiseEnd(int partition, long end) {
        if (endsAreFixed) {
            throw new IllegalStateException("the ends of this ledger are fixed");
        }
        Partition of = partition(partition);
        of.end = Math.max(of.end, end);
    }

    synchronized void record(SkeletonFrame frame) {
        Partition partition = partition(frame.sourcePartition());
        if (partition.startsAtFirstSeen && partition.covered.isEmpty()) {
            partition.start = frame.sourceOffset();
        }
        long first = Math.max(frame.sourceOffset(), partition.start);
        long last = endsAreFixed ? Math.min(frame.lastSourceOffset(), partition.end - 1) : frame.lastSourceOffset();
        if (last < first) {
            return;
        }
        partition.end = Math.max(partition.end, last + 1);
        long fated = partition.covered.add(first, last);
        boolean late = fated > 0 && isOutOfOrder(frame);
        for (Tally tally : List.of(total, camera(frame.id().camera()))) {
            tally.fates.merge(frame.fate(), fated, Long::sum);
            tally.duplicates += last - first + 1 - fated;
            tally.outOfOrder += late ? 1 : 0;
        }
        if (fated > 0 && frame.fate().isPosedOrEmpty()) {
            ages.record(frame.hops().ageMicros());
        }
    }

    /** All frames. */
    synchronized LedgerReport total() {
        long missing = 0;
        for (Partition partition : partitions.values()) {
            missing += partition.end - partition.start() - partition.covered.size();
        }
        return total.report(missing);
    }

    /** The frames that have a fate, by camera. */
    synchronized SortedMap<String, LedgerReport> byCamera() {
        SortedMap<String, LedgerReport> reports = new TreeMap<>();
        cameras.forEach((camera, tally) -> reports.put(camera, tally.report(0)));
        return reports;
    }

    /** The first missing ones, by partition and offset, at most {@code limit} ranges. */
    synchronized List<OffsetRange> missing(int limit) {
        List<OffsetRange> missing = new ArrayList<>();
        partitions.forEach((number, partition) -> missing.addAll(
                partition.covered.gaps(number, partition.start(), partition.end, limit - missing.size())));
        return missing;
    }

    /** How old the frames with fate POSED or EMPTY were when their skeletons were emitted. */
    synchronized AgeHistogram.Percentiles ages() {
        return ages.percentiles();
    }

    private boolean isOutOfOrder(SkeletonFrame frame) {
        FrameId id = frame.id();
        if (frame.fate() == Fate.OVERRUN || id.session().equals(NO_SESSION)) {
            return false;
        }
        Session session = new Session(id.camera(), id.session());
        Long last = lastSequences.get(session);
        if (last != null && id.sequence() <= last) {
            return true;
        }
        lastSequences.put(session, id.sequence());
        return false;
    }

    private Partition partition(int number) {
        return partitions.computeIfAbsent(number, ignored -> new Partition());
    }

    private Tally camera(CameraId camera) {
        boolean known = cameras.containsKey(camera.value()) || cameras.size() < MAX_CAMERAS;
        return cameras.computeIfAbsent(known ? camera.value() : OTHER_CAMERAS, ignored -> new Tally());
    }

    private static final class Partition {
        private final CoveredOffsets covered = new CoveredOffsets();
        private boolean startsAtFirstSeen;
        private long start;
        private long end;

        long start() {
            return startsAtFirstSeen && covered.isEmpty() ? end : Math.min(start, end);
        }
    }

    private static final class Tally {
        private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        private long duplicates;
        private long outOfOrder;

        LedgerReport report(long missing) {
            long fated = fates.values().stream().mapToLong(Long::longValue).sum();
            return new LedgerReport(
                    fated + missing,
                    count(Fate.POSED),
                    count(Fate.EMPTY),
                    count(Fate.EXPIRED),
                    count(Fate.UNDECODABLE),
                    count(Fate.FAILED),
                    count(Fate.OVERRUN),
                    count(Fate.UNSPECIFIED),
                    missing,
                    duplicates,
                    outOfOrder);
        }

        private long count(Fate fate) {
            return fates.getOrDefault(fate, 0L);
        }
    }
}
