package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Reloads under the load of cameras, each as soon as the one before it has rested. One thread. */
final class ReloadLoad implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration SERVED_LIMIT = Duration.ofSeconds(60);
    private static final Duration FATES_LIMIT = Duration.ofSeconds(60);
    private static final long SECOND_MICROS = 1_000_000;
    /** From a worker's word that it serves until no older release may pose: it is given just before the exchange. */
    private static final long EXCHANGED_MICROS = 250_000;
    /** After a worker came or went, until frames are judged again: its first ones are its slowest. */
    private static final long FAULT_REST_MICROS = 10 * SECOND_MICROS;

    private static final int LINES = 20;

    private final Terminal terminal;
    private final ReloadPlan plan;
    private final CameraFleet cameras;
    private final ReloadReleases releases;
    private final StopSignal stop;
    private final ReloadWorkers workers;
    private final ReloadReader reader;
    private final ReloadCheck check;
    private final ReloadFleet fleet = new ReloadFleet();
    private final ReloadTimes times = new ReloadTimes();
    private ReleaseId plain;
    private boolean killed;

    /**
     * @param service whose workers are ready
     * @param cameras connected, with nothing on their way
     */
    ReloadLoad(
            Terminal terminal,
            ReloadPlan plan,
            SoakService service,
            CameraFleet cameras,
            ReloadTruth truth,
            ReloadReleases releases,
            StopSignal stop)
            throws InterruptedException {
        this.terminal = terminal;
        this.plan = plan;
        this.cameras = cameras;
        this.releases = releases;
        this.stop = stop;
        this.workers = new ReloadWorkers(service.workers());
        this.reader = new ReloadReader(service.client());
        this.check = new ReloadCheck(truth, reader.frameStarts());
        check.mayName(new ModelFolder(plan.models()).show(Slot.DETECTOR).release(), false);
    }

    /** @param capacity frames/s, of which the cameras offer a share */
    ReloadReport run(double capacity) throws InterruptedException {
        long confirmedBefore = cameras.counts().confirmed();
        double offered = ReloadPlan.LOAD * capacity;
        Metronome metronome = new Metronome(cameras, offered);
        try (metronome) {
            metronome.start();
            serveBoth();
            pollFor(plan.warmUp());
            times.begin(EpochMicros.now());
            pollFor(plan.warmUp());
            for (int reload = 1; reload <= plan.reloads(); reload++) {
                reload(reload);
            }
        }
        long confirmed = awaitFates(confirmedBefore);
        return new ReloadReport(
                plan, releases.sizeBytes(), capacity, offered, metronome.dropped(), confirmed, check, times);
    }

    /** Once before anything counts: what follows is the same again and again. */
    private void serveBoth() throws InterruptedException {
        ReloadReleases.Put put = releases.publishPlain();
        plain = put.id();
        check.mayName(put.ref(), false);
        releases.promote(plain);
        awaitServed(plain);
        publishShifted();
    }

    private void publishShifted() {
        ReloadReleases.Put put = releases.publishShifted();
        check.mayName(put.ref(), true);
    }

    private void reload(int number) throws InterruptedException {
        boolean late = plan.isWithoutTheLast(number);
        long faultFrom = EpochMicros.now();
        if (late) {
            tell("the " + workers.last().name() + " is away");
            workers.stop(workers.last());
        }
        fleet.forgetLoads();
        long began = EpochMicros.now();
        boolean promotes = plan.promotes(number);
        if (plan.publishes(number)) {
            publishShifted();
        }
        ReleaseId wanted = promotes ? releases.lastShifted() : plain;
        long decided = EpochMicros.now();
        if (promotes) {
            releases.promote(wanted);
        } else {
            releases.rollBack();
        }
        boolean kills = plan.mayKill(number) && !killed && killsWhileItLoads(wanted);
        long served = awaitServed(wanted);
        long loaded = fleet.loadedFrom(wanted).orElse(decided);
        times.reloaded(new ReloadTimes.Reload(
                promotes,
                plan.publishes(number) ? OptionalLong.of(served - began) : OptionalLong.empty(),
                served - decided,
                new ReloadAges.Span(loaded, served + SECOND_MICROS)));
        if (late || kills) {
            workers.startAgain(late ? workers.last() : workers.second());
            awaitServed(wanted);
            times.fault(new ReloadAges.Span(faultFrom, EpochMicros.now() + FAULT_REST_MICROS));
        }
        pollUntil(served + plan.rest().toNanos() / 1000);
        times.live(new ReloadCheck.Live(new ReloadAges.Span(served + EXCHANGED_MICROS, EpochMicros.now()), promotes));
        RssSampler.mib(workers.first().pid()).ifPresent(times::rss);
        report(number);
    }

    /** @return it was seen to load, and is dead */
    private boolean killsWhileItLoads(ReleaseId wanted) throws InterruptedException {
        String victim = workers.nameOf(workers.second());
        long deadline = System.nanoTime() + SERVED_LIMIT.toNanos();
        while (!fleet.loadsNow(victim, wanted)) {
            if (fleet.servedFrom(List.of(victim), wanted).isPresent() || System.nanoTime() > deadline) {
                return false; // it was faster than its word; the next reload will do
            }
            reader.poll(Duration.ofMillis(1), check, fleet);
        }
        workers.kill(workers.second());
        tell("the " + workers.second().name() + " was killed while it loaded " + wanted);
        killed = true;
        return true;
    }

    /** @return when the last worker began to serve it */
    private long awaitServed(ReleaseId wanted) throws InterruptedException {
        long deadline = System.nanoTime() + SERVED_LIMIT.toNanos();
        OptionalLong served = fleet.servedFrom(workers.names(), wanted);
        while (served.isEmpty()) {
            fleet.refusal(workers.names(), wanted).ifPresent(refusal -> {
                throw new CommandException("a worker refuses " + wanted + "; " + refusal, "see the logs");
            });
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        "not all workers serve " + wanted + " within " + SERVED_LIMIT.toSeconds() + " s",
                        "see the logs");
            }
            poll();
            served = fleet.servedFrom(workers.names(), wanted);
        }
        return served.getAsLong();
    }

    private void pollFor(Duration time) throws InterruptedException {
        pollUntil(EpochMicros.now() + time.toNanos() / 1000);
    }

    private void pollUntil(long epochMicros) {
        while (EpochMicros.now() < epochMicros) {
            poll();
        }
    }

    private void poll() {
        stop.requireNone(Bench.NO_FIGURES);
        workers.requireAlive();
        reader.poll(POLL, check, fleet);
    }

    /** @return how many frames ingest has confirmed */
    private long awaitFates(long confirmedBefore) {
        long deadline = System.nanoTime() + FATES_LIMIT.toNanos();
        while (System.nanoTime() < deadline && !isDone(confirmedBefore)) {
            poll();
        }
        cameras.requireNoneRefused();
        return cameras.counts().confirmed() - confirmedBefore;
    }

    private boolean isDone(long confirmedBefore) {
        StreamingCamera.Counts counts = cameras.counts();
        return counts.unanswered() == 0 && check.frames() >= counts.confirmed() - confirmedBefore && check.allFated();
    }

    private void report(int number) {
        if (number % Math.max(1, plan.reloads() / LINES) == 0) {
            tell(String.format(
                    Locale.ROOT,
                    "%d of %d reloads, %d frames, %d mixed, RSS of a worker %.0f MiB",
                    number,
                    plan.reloads(),
                    check.frames(),
                    check.mixed(),
                    times.lastRssMib()));
        }
    }

    private void tell(String what) {
        terminal.err().println("bench reload: " + what);
    }

    @Override
    public void close() {
        reader.close();
    }
}
