package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A release loaded and warm, for all who use it at a time. A release may be loaded twice: then it is two of these.
 */
final class Loaded<I, O> implements ModelStage.Staged {
    private final ReleaseRef release;
    private final List<SlotModel<I, O>> lanes;
    private final Optional<SlotModel<I, O>> spare;
    private volatile boolean closed;

    /**
     * @param lanes one for each frame that is computed at a time
     * @param spare one more, with which releases are compared; empty where none ever are
     */
    Loaded(ReleaseRef release, List<? extends SlotModel<I, O>> lanes, Optional<? extends SlotModel<I, O>> spare) {
        this.release = release;
        this.lanes = List.copyOf(lanes);
        this.spare = spare.map(model -> model);
    }

    @Override
    public ReleaseRef release() {
        return release;
    }

    SlotModel<I, O> lane(int number) {
        return lanes.get(number);
    }

    Optional<SlotModel<I, O>> spare() {
        return spare;
    }

    boolean isClosed() {
        return closed;
    }

    /** When nobody uses any copy; once. */
    void close() {
        closed = true;
        Stream.concat(lanes.stream(), spare.stream()).forEach(SlotModel::close);
    }

    @SuppressWarnings("unchecked") // whatever is loaded for a slot has its types
    Loaded<Image, List<Detection>> asDetector() {
        requireFor(Slot.DETECTOR);
        return (Loaded<Image, List<Detection>>) this;
    }

    @SuppressWarnings("unchecked") // as above
    Loaded<People, List<Person>> asPose() {
        requireFor(Slot.POSE);
        return (Loaded<People, List<Person>>) this;
    }

    private void requireFor(Slot slot) {
        if (release.slot() != slot) {
            throw new IllegalArgumentException(release + " in the slot " + slot.id());
        }
    }
}
