package io.posestream.standalone;

import io.posestream.schemas.SkeletonFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts a fleet's frames through a service and measures what comes out of it. One thread. */
final class ServiceLoad {
    /** Of one camera: one in work, one queued at the worker, one on its way there. */
    private static final int WINDOW = 3;

    /** At full speed nothing is to be done before a skeleton comes; a shorter wait would only cost the service its cores. */
    private static final Duration PATIENT_POLL = Duration.ofMillis(50);

    /** At a pace the frames in flight are looked at this often. */
    private static final Duration POLL = Duration.ofMillis(2);
    /** For so long no skeleton may come while some are due. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(20);

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

    private final CameraFleet fleet;
    private final SkeletonReader skeletons;
    private final StopSignal stop;
    private long lastSkeletonNanos = System.nanoTime();

    /** @param skeletons at the end of the topic */
    ServiceLoad(CameraFleet fleet, SkeletonReader skeletons, StopSignal stop) {
        this.fleet = fleet;
        this.skeletons = skeletons;
        this.stop = stop;
    }

    /**
     * @param framesPerSecond posed or empty
     * @param modelsBusy for how many frames at a time the models ran, on average
     */
    record Throughput(double framesPerSecond, long notPosed, double modelsBusy, CpuTime cpu) {}

    /**
     * As fast as the service goes: each camera has {@link #WINDOW} frames on their way, and sends the next as one
     * gets its fate.
     *
     * @param warmUp frames before the measurement
     */
    Throughput saturate(int warmUp, int frames) {
        int[] due = new int[fleet.size()];
        Arrays.fill(due, WINDOW);
        saturate(due, warmUp);
        CpuTime.Mark cpu = CpuTime.mark();
        long started = System.nanoTime();
        List<SkeletonFrame> measured = saturate(due, frames);
        double seconds = (System.nanoTime() - started) / 1e9;
        CpuTime cpuTime = cpu.until();
        drain((long) WINDOW * fleet.size());
        List<SkeletonFrame> posed =
                measured.stream().filter(ServiceLoad::isPosed).toList();
        double runMicros = posed.stream()
                .mapToLong(
                        frame -> frame.hops().detectRunMicros() + frame.hops().poseRunMicros())
                .sum();
        return new Throughput(
                posed.size() / seconds, measured.size() - posed.size(), runMicros / 1e6 / seconds, cpuTime);
    }

    /** @return at least so many records */
    private List<SkeletonFrame> saturate(int[] due, int frames) {
        List<SkeletonFrame> fated = new ArrayList<>();
        while (fated.size() < frames) {
            for (int camera = 0; camera < due.length; camera++) {
                if (due[camera] > 0 && fleet.offer(camera)) {
                    due[camera]--;
                }
            }
            for (SkeletonFrame frame : poll(PATIENT_POLL)) {
                due[fleet.numberOf(frame).getAsInt()]++;
                fated.add(frame);
            }
        }
        return fated;
    }

    /** At a constant rate of all cameras together, until so many frames have a fate or were dropped. */
    LatencyReport pace(double framesPerSecond, int warmUp, int frames) {
        LatencyMeter meter = new LatencyMeter();
        long fated = 0;
        LatencyReport report;
        Metronome metronome = new Metronome(fleet, framesPerSecond);
        try (metronome) {
            metronome.start();
            while (fated + metronome.dropped() < warmUp) {
                fated += poll(POLL).size();
            }
            meter.start(metronome.dropped());
            long end = fated + metronome.dropped() + frames;
            while (fated + metronome.dropped() < end) {
                List<SkeletonFrame> polled = poll(POLL);
                fated += polled.size();
                meter.record(polled, metronome.sent() - fated);
            }
            report = meter.report(metronome.dropped());
        }
        drain(metronome.sent() - fated);
        return report;
    }

    /**
     * The fleet's records that have come.
     *
     * @throws CommandException if none has come for {@link #SILENCE_LIMIT}, or the command is stopped
     */
    private List<SkeletonFrame> poll(Duration wait) {
        stop.requireNone(Bench.NO_FIGURES);
        List<SkeletonFrame> polled = skeletons.poll(wait).stream()
                .filter(frame -> fleet.numberOf(frame).isPresent())
                .toList();
        long now = System.nanoTime();
        if (!polled.isEmpty()) {
            lastSkeletonNanos = now;
        } else if (now - lastSkeletonNanos > SILENCE_LIMIT.toNanos()) {
            fleet.requireNoneRefused();
            throw new CommandException("no skeleton has come for " + SILENCE_LIMIT.toSeconds() + " s", "see the log");
        }
        return polled;
    }

    /** So that the next measurement starts with nothing on its way. */
    private void drain(long open) {
        long left = open;
        long started = System.nanoTime();
        while (left > 0 && System.nanoTime() - started < DRAIN_LIMIT.toNanos()) {
            left -= poll(POLL).size();
        }
    }

    static boolean isPosed(SkeletonFrame frame) {
        return frame.fate().isPosedOrEmpty();
    }
}
