package io.posestream.standalone;

import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.util.List;
import java.util.Optional;

/**
 * All that the topics still hold about one frame.
 *
 * @param records of {@code skeletons}, oldest first: the first is its fate, the others are duplicates
 * @param overruns ranges of deleted frames that it may lie in; empty if it has a record or stands in {@code frames}
 */
record FrameHistory(
        FrameId id,
        Optional<Stored> stored,
        List<SkeletonFrame> records,
        Optional<DeadLetter> deadLetter,
        List<SkeletonFrame> overruns) {

    /** The frame as ingest published it. */
    record Stored(int partition, long offset, Frame frame, long publishedMicros) {}

    /** The frame as a worker set it aside. */
    record DeadLetter(int partition, long offset, String fate, String reason) {}

    FrameHistory {
        records = List.copyOf(records);
        overruns = List.copyOf(overruns);
    }

    boolean isKnown() {
        return stored.isPresent() || !records.isEmpty() || deadLetter.isPresent() || !overruns.isEmpty();
    }

    Optional<SkeletonFrame> fate() {
        return records.stream().findFirst();
    }

    /** The records after the first. */
    List<SkeletonFrame> duplicates() {
        return records.isEmpty() ? records : records.subList(1, records.size());
    }
}
