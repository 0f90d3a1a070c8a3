package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** The load on a service that runs, the fault in it, and the verdict on both. One thread. */
final class SoakLoad implements AutoCloseable {
    /** At a rate that was given: a measurement of the capacity has warmed the workers up. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final Duration ANSWERS_LIMIT = Duration.ofSeconds(20);
    private static final Duration RECOVERY_TIME = Duration.ofSeconds(20);
    private static final double RECOVERY_LOAD = .5;

    /** After an outage, until frames are judged again: a worker's first frames are its slowest. */
    private static final Duration OUTAGE_REST = Duration.ofSeconds(10);

    /** What a stopped soak leaves. */
    static final String NO_VERDICT = "there is no verdict";

    private static final int UNAVAILABLE = 503;
    private static final int ACCEPTED = 202;

    private final Terminal terminal;
    private final SoakPlan plan;
    private final SoakService service;
    private final CameraFleet cameras;
    private final OptionalDouble capacity;
    private final StopSignal stop;
    private final RssSampler rss;
    private final OutageProbe probe;
    private final Optional<Outage> outage;
    private final SoakFates fates = new SoakFates();
    private final LiveLine line;
    private long lastLineNanos = System.nanoTime();

    /**
     * @param cameras connected
     * @param probed the picture that a probe sends
     */
    SoakLoad(
            Terminal terminal,
            SoakPlan plan,
            SoakService service,
            URI ingest,
            CameraFleet cameras,
            byte[] probed,
            OptionalDouble capacity,
            StopSignal stop) {
        this.terminal = terminal;
        this.plan = plan;
        this.service = service;
        this.cameras = cameras;
        this.capacity = capacity;
        this.stop = stop;
        this.rss = new RssSampler(service.processes());
        this.probe = new OutageProbe(ingest, probed);
        this.outage = plan.kill().map(kill -> new Outage(kill, service.victim(kill.victim())));
        this.line = new LiveLine(terminal);
    }

    SoakVerdict run() throws InterruptedException {
        double offered = plan.framesPerSecondInAll(capacity.orElse(0));
        tell("%d cameras offer %.1f frames/s for %.1f minutes"
                .formatted(cameras.size(), offered, plan.length().toMillis() / 60e3));
        if (capacity.isEmpty()) {
            new Metronome(cameras, offered).run(WARM_UP, elapsed -> watch());
        }
        long from = EpochMicros.now();
        new Metronome(cameras, offered).run(plan.length(), this::watchAndKill);
        long to = EpochMicros.now();
        if (plan.overload().isPresent()) {
            double rest = RECOVERY_LOAD * capacity.orElseThrow();
            tell("the load drops to %.1f frames/s".formatted(rest));
            new Metronome(cameras, rest).run(RECOVERY_TIME, elapsed -> watch());
        }
        probe.close();
        awaitAnswers();
        line.end();
        List<RssTrend> trends = rss.trends();
        LedgerReport ledger = LedgerReader.prove(service.client(), Soak.FATES_LIMIT, fates::add)
                .total();
        return verdict(offered, new SoakFates.Span(from, to), trends, ledger);
    }

    private void watchAndKill(Duration elapsed) {
        if (outage.isPresent() && outage.get().advance(elapsed) && plan.kills(SoakPlan.Victim.BROKER)) {
            probe.start();
        }
        watch();
    }

    private void watch() {
        stop.requireNone(NO_VERDICT);
        if (System.nanoTime() - lastLineNanos >= LiveLine.PERIOD.toNanos()) {
            lastLineNanos += LiveLine.PERIOD.toNanos();
            line.cameras(cameras.counts());
            requireAlive();
        }
    }

    private void requireAlive() {
        for (ServiceProcess process : service.processes()) {
            boolean down = outage.isPresent()
                    && outage.get().isDown()
                    && outage.get().victim().equals(process);
            if (!down && !process.isAlive()) {
                throw new CommandException(
                        "the " + process.name() + " " + process.ending(), "see its log " + process.log());
            }
        }
    }

    private void awaitAnswers() throws InterruptedException {
        long deadline = System.nanoTime() + ANSWERS_LIMIT.toNanos();
        while (cameras.counts().unanswered() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private SoakVerdict verdict(double offered, SoakFates.Span loaded, List<RssTrend> trends, LedgerReport ledger) {
        long unknown =
                cameras.confirmed().stream().mapToLong(fates::withoutRecord).sum();
        Optional<SoakVerdict.Killed> killed = outage.map(past -> killed(past, loaded.fromMicros()));
        return new SoakVerdict(
                plan,
                capacity,
                offered,
                ledger,
                fates.ages(loaded),
                ofCameras(loaded),
                cameras.counts(),
                unknown,
                trends,
                killed,
                plan.overload().isPresent()
                        ? OptionalDouble.of(fates.secondsOfExpiryAfter(loaded.toMicros()))
                        : OptionalDouble.empty());
    }

    private SortedMap<String, SoakFates.OfCamera> ofCameras(SoakFates.Span loaded) {
        SoakFates.Span dark = outage.map(past -> new SoakFates.Span(
                        past.killedMicros(),
                        fates.allPosedAfter(past.restartedMicros(), cameras.names())
                                        .orElse(past.restartedMicros())
                                + OUTAGE_REST.toMillis() * 1000))
                .orElse(new SoakFates.Span(0, 0));
        SortedMap<String, SoakFates.OfCamera> all = fates.cameras(loaded, dark);
        all.keySet().retainAll(cameras.names().stream().map(CameraId::value).toList()); // the probe's are none
        return all;
    }

    private SoakVerdict.Killed killed(Outage past, long fromMicros) {
        long killed = past.killedMicros();
        long restarted = past.restartedMicros();
        List<OutageProbe.Answer> meanwhile = probe.answers().stream()
                .filter(answer -> answer.sentMicros() >= killed && answer.sentMicros() < restarted)
                .toList();
        return new SoakVerdict.Killed(
                (killed - fromMicros) / 1e6,
                (restarted - fromMicros) / 1e6,
                secondsFrom(restarted, fates.firstPosedAfter(restarted)),
                secondsFrom(restarted, fates.allPosedAfter(restarted, cameras.names())),
                secondsFrom(
                        killed,
                        meanwhile.stream()
                                .filter(answer -> answer.status() == UNAVAILABLE)
                                .mapToLong(OutageProbe.Answer::answeredMicros)
                                .min()),
                meanwhile.stream().mapToDouble(OutageProbe.Answer::seconds).max(),
                meanwhile.size(),
                meanwhile.stream().filter(answer -> answer.status() == ACCEPTED).count(),
                rss.maxMib(service.ingest(), killed, restarted));
    }

    private static OptionalDouble secondsFrom(long micros, OptionalLong then) {
        return then.isPresent() ? OptionalDouble.of((then.getAsLong() - micros) / 1e6) : OptionalDouble.empty();
    }

    private void tell(String what) {
        terminal.err().println("soak: " + what);
    }

    @Override
    public void close() {
        probe.close();
        rss.close();
    }
}
