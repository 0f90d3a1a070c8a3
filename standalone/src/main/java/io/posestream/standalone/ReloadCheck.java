package io.posestream.standalone;

import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every frame of a bench of reloads, its fate, and whether its points are those of the release that it names. Knows no
 * Kafka. Some 200 bytes a frame. One thread.
 */
final class ReloadCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadCheck.class);

    private final ReloadTruth truth;
    private final Ledger ledger = Ledger.live();
    private final Map<Place, Integer> pictures = new HashMap<>();
    /** Of frames that are yet to be read: records of the two topics come in any order. */
    private final Map<Place, List<SkeletonFrame>> early = new HashMap<>();

    private final Map<Integer, Long> starts;
    private final Map<String, Boolean> shiftedBySha256 = new HashMap<>();
    private final ReloadAges ages = new ReloadAges();
    private final List<Read> read = new ArrayList<>();
    private String detector = "";
    private long frames;
    private long mixed;
    private long persons;

    private record Place(int partition, long offset) {}

    /** A frame with persons in it, when a worker read it, and which release posed it. */
    private record Read(long micros, boolean shifted) {}

    /** One release is all that serves. */
    record Live(ReloadAges.Span span, boolean shifted) {}

    /** @param starts of {@code frames} by partition: what stands before is none of the bench's */
    ReloadCheck(ReloadTruth truth, Map<Integer, Long> starts) {
        this.truth = truth;
        this.starts = Map.copyOf(starts);
        starts.forEach(ledger::startAt);
    }

    /** From now on frames may name this model. */
    void mayName(ReleaseRef release, boolean shifted) {
        if (release.slot() == Slot.DETECTOR) {
            detector = release.sha256();
        } else {
            shiftedBySha256.put(release.sha256(), shifted);
        }
    }

    /** @throws CommandException if it holds none of the clip's pictures */
    void frame(int partition, long offset, byte[] jpeg) {
        Place place = new Place(partition, offset);
        OptionalInt picture = truth.pictureOf(jpeg);
        if (picture.isEmpty()) {
            throw new CommandException(
                    "a frame holds none of the clip's pictures", "does somebody else use this broker?");
        }
        frames++;
        ledger.raiseEnd(partition, offset + 1);
        pictures.put(place, picture.getAsInt());
        Optional.ofNullable(early.remove(place)).ifPresent(records -> records.forEach(this::judge));
    }

    void record(SkeletonFrame frame) {
        if (frame.sourceOffset() < starts.getOrDefault(frame.sourcePartition(), 0L)) {
            return;
        }
        ledger.record(frame);
        if (frame.fate().isPosedOrEmpty()) {
            ages.add(frame.hops().receivedMicros(), frame.hops().emittedMicros());
            Place place = new Place(frame.sourcePartition(), frame.sourceOffset());
            if (pictures.containsKey(place)) {
                judge(frame);
            } else {
                early.computeIfAbsent(place, ignored -> new ArrayList<>()).add(frame);
            }
        }
    }

    private void judge(SkeletonFrame frame) {
        int picture = pictures.get(new Place(frame.sourcePartition(), frame.sourceOffset()));
        persons += frame.persons().size();
        Optional<Boolean> shifted = named(frame, Slot.POSE).map(sha256 -> shiftedBySha256.getOrDefault(sha256, null));
        shifted.ifPresent(which -> read.add(new Read(frame.hops().dequeuedMicros(), which)));
        boolean known = frame.persons().isEmpty() || shifted.isPresent();
        boolean detected = named(frame, Slot.DETECTOR).equals(Optional.of(detector));
        if (!known || !detected || !truth.fits(picture, frame.persons(), shifted.orElse(false))) {
            mixed++;
            boolean other = truth.fits(picture, frame.persons(), !shifted.orElse(false));
            LOG.warn(
                    "points are not of the release that is named frame={} picture={} releases={} {}",
                    frame.id(),
                    picture,
                    frame.releases(),
                    other ? "they are of the other one" : "nor of the other one");
        }
    }

    private static Optional<String> named(SkeletonFrame frame, Slot slot) {
        return frame.releases().stream()
                .filter(release -> release.slot() == slot)
                .map(ReleaseRef::sha256)
                .findFirst();
    }

    /** Of frames that were read from Kafka, each has its fate. */
    boolean allFated() {
        return ledger.total().missing() == 0 && early.isEmpty();
    }

    /** Frames that were read from Kafka. */
    long frames() {
        return frames;
    }

    /** What was posed or empty; the rest was lost to somebody who looks. */
    long answered() {
        LedgerReport total = ledger.total();
        return total.posed() + total.empty();
    }

    LedgerReport ledger() {
        return ledger.total();
    }

    /** Frames whose points are not those of the release that they name. */
    long mixed() {
        return mixed;
    }

    /** Whose points were checked. */
    long persons() {
        return persons;
    }

    /** Frames that the shifted release posed. */
    long byShifted() {
        return read.stream().filter(Read::shifted).count();
    }

    /** Frames that a worker read and had posed by a release that served no longer. */
    long stale(List<Live> lives) {
        return read.stream()
                .filter(frame -> lives.stream()
                        .anyMatch(live -> live.span.contains(frame.micros) && live.shifted != frame.shifted))
                .count();
    }

    ReloadAges ages() {
        return ages;
    }
}
