package io.posestream.standalone;

import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Feeds a {@link Ledger} from topic {@code skeletons} and the end offsets of {@code frames}. One thread; its ledger
 * may be asked from any.
 */
final class LedgerReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private final SkeletonReader skeletons;
    private final Ledger ledger;

    private LedgerReader(SkeletonReader skeletons, Ledger ledger) {
        this.skeletons = skeletons;
        this.ledger = ledger;
    }

    /**
     * Proves that every frame has a fate: the ledger of all frames that stood in {@code frames} when this was called.
     *
     * @param wait how long to go on after the last record, for fates that are still to come
     */
    static Ledger prove(Properties client, Duration wait) {
        return prove(client, wait, record -> {});
    }

    /** As above; the listener gets every record. */
    static Ledger prove(Properties client, Duration wait, Consumer<SkeletonFrame> listener) {
        try (SkeletonReader skeletons = new SkeletonReader(client)) {
            // Before those of skeletons: a frame published meanwhile would have no fate yet.
            Ledger ledger = Ledger.upTo(skeletons.ends(Topics.FRAMES));
            markTruncated(skeletons, ledger);
            Map<Integer, Long> ends = skeletons.ends(Topics.SKELETONS);
            long lastNanos = System.nanoTime();
            while (!skeletons.hasReached(ends)) {
                List<SkeletonFrame> frames = skeletons.poll(POLL);
                frames.forEach(ledger::record);
                frames.forEach(listener);
                if (!frames.isEmpty()) {
                    lastNanos = System.nanoTime();
                } else if (System.nanoTime() - lastNanos > SILENCE_LIMIT.toNanos()) {
                    throw new CommandException(
                            "Kafka has sent nothing for " + SILENCE_LIMIT.toSeconds() + " s in the middle of "
                                    + Topics.SKELETONS,
                            "is the broker still there?");
                }
            }
            long deadlineNanos = System.nanoTime() + wait.toNanos();
            while (ledger.total().missing() > 0 && System.nanoTime() < deadlineNanos) {
                List<SkeletonFrame> late = skeletons.poll(POLL);
                late.forEach(ledger::record);
                late.forEach(listener);
            }
            return ledger;
        }
    }

    /** A ledger of all frames that ever were and that will come; {@link #poll} keeps it up to date. */
    static LedgerReader followAll(Properties client) {
        SkeletonReader skeletons = new SkeletonReader(client);
        Ledger ledger = Ledger.live();
        markTruncated(skeletons, ledger);
        LedgerReader reader = new LedgerReader(skeletons, ledger);
        reader.updateEnds();
        return reader;
    }

    /** A ledger of the frames published from now on; {@link #poll} keeps it up to date. */
    static LedgerReader followNew(Properties client) {
        SkeletonReader skeletons = new SkeletonReader(client);
        Ledger ledger = Ledger.live();
        skeletons.ends(Topics.FRAMES).forEach(ledger::startAt);
        skeletons.seekToEnd();
        return new LedgerReader(skeletons, ledger);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Waits at most so long for records, and says how many there were. */
    int poll(Duration timeout) {
        var frames = skeletons.poll(timeout);
        frames.forEach(ledger::record);
        return frames.size();
    }

    /** Asks Kafka where {@code frames} ends: until then a frame without any record is not known to be missing. */
    void updateEnds() {
        skeletons.ends(Topics.FRAMES).forEach(ledger::raiseEnd);
    }

    @Override
    public void close() {
        skeletons.close();
    }

    private static void markTruncated(SkeletonReader skeletons, Ledger ledger) {
        skeletons.starts(Topics.SKELETONS).forEach((partition, start) -> {
            if (start > 0) {
                ledger.startAtFirstSeen(partition);
            }
        });
    }
}
