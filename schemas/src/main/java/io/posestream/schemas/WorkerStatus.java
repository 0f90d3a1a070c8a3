package io.posestream.schemas;

import io.posestream.schemas.Rollout.Trial;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What a worker serves and what it refused, as it stands on {@link Topics#WORKERS}. All times are by the worker's clock,
 * microseconds since 1970-01-01 UTC.
 *
 * @param worker given to a process when it starts, never again
 * @param workerVersion its {@link ModelRelease#WORKER_VERSION}
 * @param device {@code cpu} or {@code cuda}
 * @param slots one for each slot
 * @param refusals the last {@value #MAX_REFUSALS}, the oldest first
 * @param trialCounts what its candidates did beside the live models; each as the judge's codec writes it, nobody writes to
 *     them
 */
public record WorkerStatus(
        String worker,
        long atMicros,
        long startedMicros,
        int workerVersion,
        String device,
        List<SlotStatus> slots,
        List<Refusal> refusals,
        List<ByteBuffer> trialCounts) {
    public static final int MAX_REFUSALS = 16;

    /** Of the trials: one for each slot, and as many that end while others begin. */
    public static final int MAX_TRIALS = 4;

    /** Of all trial counts: what fits into a record beside the rest. */
    public static final int MAX_TRIAL_BYTES = 512 << 10;

    private static final int MAX_NAME = 200;

    /**
     * A slot's models.
     *
     * @param candidate only while one is tried here
     * @param loading what is being fetched, loaded and tried out
     */
    public record SlotStatus(Slot slot, Served live, Optional<Tried> candidate, Optional<ReleaseId> loading) {
        public SlotStatus {
            requireSlot(slot, live);
            candidate.ifPresent(tried -> requireSlot(slot, tried.model()));
            loading.ifPresent(release -> require(release.slot() == slot, release + " in the slot " + slot.id()));
        }
    }

    /**
     * A model in use.
     *
     * @param release empty: it is the model of the worker's folder
     * @param sinceMicros when it began to serve, or to be tried
     */
    public record Served(Optional<ReleaseId> release, ReleaseRef model, long sinceMicros) {
        public Served {
            release.ifPresent(id -> require(
                    id.slot() == model.slot(),
                    id + " for the slot " + model.slot().id()));
            require(sinceMicros >= 0, "in use since " + sinceMicros);
        }
    }

    /** @param share of the cameras with a canary, else 0 */
    public record Tried(Served model, Trial trial, double share) {}

    /**
     * A release that was to be served, or tried, and was not. What served before still does.
     *
     * @param reason a word for programs
     * @param detail one line, for people
     */
    public record Refusal(ReleaseId release, String reason, String detail, long atMicros) {
        /** Most characters of the detail. */
        public static final int MAX_DETAIL = 2_000;

        public Refusal {
            require(!reason.isBlank() && reason.length() <= MAX_NAME, "a reason of " + reason.length() + " characters");
            require(detail.length() <= MAX_DETAIL, "a detail of " + detail.length() + " characters");
            require(atMicros >= 0, "refused at " + atMicros);
        }
    }

    public WorkerStatus {
        slots = List.copyOf(slots);
        refusals = List.copyOf(refusals);
        trialCounts = List.copyOf(trialCounts);
        require(!worker.isBlank() && worker.length() <= MAX_NAME, "a worker of " + worker.length() + " characters");
        require(device.length() <= MAX_NAME, "a device of " + device.length() + " characters");
        require(atMicros >= 0 && startedMicros >= 0, "at " + atMicros + ", started at " + startedMicros);
        require(workerVersion >= 1, "worker version " + workerVersion + "; they start at 1");
        require(
                slots.stream().map(SlotStatus::slot).distinct().count() == slots.size(),
                "a slot that is there twice among " + slots.size());
        require(refusals.size() <= MAX_REFUSALS, refusals.size() + " refusals; at most " + MAX_REFUSALS);
        int trialBytes = trialCounts.stream().mapToInt(ByteBuffer::remaining).sum();
        require(
                trialCounts.size() <= MAX_TRIALS && trialBytes <= MAX_TRIAL_BYTES,
                trialCounts.size() + " trials of " + trialBytes + " bytes; at most " + MAX_TRIALS + " of "
                        + MAX_TRIAL_BYTES);
    }

    private static void requireSlot(Slot slot, Served served) {
        require(
                served.model().slot() == slot,
                "a model for " + served.model().slot().id() + " in " + slot.id());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
