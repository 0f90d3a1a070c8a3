package io.posestream.standalone;

import io.posestream.schemas.SkeletonFrame;
import java.util.List;
import java.util.function.LongSupplier;

/** Gathers how long frames took, from a moment on. One thread. */
final class LatencyMeter {
    private final AgeHistogram age = new AgeHistogram();
    private final AgeHistogram added = new AgeHistogram();
    private final AgeHistogram delivered = new AgeHistogram();
    private final LongSupplier epochMicros;
    private CpuTime.Mark cpu = CpuTime.mark();
    private long startedNanos;
    private long lastNanos;
    private long droppedBefore;
    private long fated;
    private long posed;
    private double fatedMicros;
    private double inFlightNanos;

    LatencyMeter() {
        this(EpochMicros::now);
    }

    LatencyMeter(LongSupplier epochMicros) {
        this.epochMicros = epochMicros;
    }

    /** @param dropped frames so far, which are not counted */
    void start(long dropped) {
        startedNanos = System.nanoTime();
        lastNanos = startedNanos;
        droppedBefore = dropped;
        cpu = CpuTime.mark();
    }

    /** @param inFlight frames without a fate, after these */
    void record(List<SkeletonFrame> records, long inFlight) {
        long now = System.nanoTime();
        long nowMicros = epochMicros.getAsLong();
        inFlightNanos += (double) (now - lastNanos) * inFlight;
        lastNanos = now;
        fated += records.size();
        for (SkeletonFrame frame : records) {
            long took = Math.max(0, nowMicros - frame.hops().receivedMicros());
            fatedMicros += took;
            if (ServiceLoad.isPosed(frame)) {
                posed++;
                age.record(frame.hops().ageMicros());
                added.record(frame.hops().addedMicros());
                delivered.record(took);
            }
        }
    }

    LatencyReport report(long dropped) {
        return new LatencyReport(
                age.percentiles(),
                added.percentiles(),
                delivered.percentiles(),
                fated + dropped - droppedBefore,
                fated,
                posed,
                (lastNanos - startedNanos) / 1e9,
                fated == 0 ? 0 : fatedMicros / fated / 1000,
                inFlightNanos / Math.max(1, lastNanos - startedNanos),
                cpu.until());
    }
}
