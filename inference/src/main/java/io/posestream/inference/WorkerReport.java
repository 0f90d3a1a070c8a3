package io.posestream.inference;

import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatus.Tried;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a worker says of itself on topic {@code workers}. Any thread; nobody waits for anybody long. */
final class WorkerReport {
    private final String worker;
    private final String device;
    private final MicroClock clock;
    private final long startedMicros;
    private final Supplier<List<ByteBuffer>> trialCounts;

    /** Guarded by this. */
    private final Map<Slot, SlotState> slots = new EnumMap<>(Slot.class);

    /** Guarded by this. */
    private final Map<Slot, ReleaseId> loading = new EnumMap<>(Slot.class);

    /** The last ones, the oldest first. Guarded by this. */
    private final Deque<Refusal> refusals = new ArrayDeque<>();

    /** Has a permit while something changed that was not yet said. */
    private final Semaphore changed = new Semaphore(0);

    /** @param trialCounts what the trials show now, each as the judge reads it */
    WorkerReport(String worker, String device, MicroClock clock, Supplier<List<ByteBuffer>> trialCounts) {
        this.worker = worker;
        this.device = device;
        this.clock = clock;
        this.startedMicros = clock.micros();
        this.trialCounts = trialCounts;
    }

    String worker() {
        return worker;
    }

    /** By the worker's clock, as all times in its status. */
    long nowMicros() {
        return clock.micros();
    }

    void serves(Map<Slot, SlotState> states) {
        synchronized (this) {
            slots.putAll(states);
        }
        changed.release();
    }

    void loads(Slot slot, Optional<ReleaseId> release) {
        synchronized (this) {
            release.ifPresentOrElse(id -> loading.put(slot, id), () -> loading.remove(slot));
        }
        changed.release();
    }

    void refused(ReleaseId release, String reason, String detail) {
        String clipped = detail.length() <= Refusal.MAX_DETAIL ? detail : detail.substring(0, Refusal.MAX_DETAIL);
        synchronized (this) {
            refusals.add(new Refusal(release, reason, clipped, clock.micros()));
            if (refusals.size() > WorkerStatus.MAX_REFUSALS) {
                refusals.remove();
            }
        }
        changed.release();
    }

    /** Waits until something changed that was not yet said, at most so long. */
    void awaitChange(long millis) throws InterruptedException {
        if (changed.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            changed.drainPermits();
        }
    }

    /** What there is to say now. */
    synchronized WorkerStatus status() {
        List<SlotStatus> statuses = new ArrayList<>();
        slots.forEach((slot, state) -> statuses.add(new SlotStatus(
                slot,
                served(state.live()),
                state.trial()
                        .map(tried -> new Tried(
                                served(tried.held()),
                                tried.candidate().trial(),
                                tried.candidate().share())),
                Optional.ofNullable(loading.get(slot)))));
        return new WorkerStatus(
                worker,
                clock.micros(),
                startedMicros,
                ModelRelease.WORKER_VERSION,
                device,
                statuses,
                List.copyOf(refusals),
                trialCounts.get());
    }

    private static Served served(SlotState.Held held) {
        return new Served(held.release(), held.model().release(), held.sinceMicros());
    }
}
