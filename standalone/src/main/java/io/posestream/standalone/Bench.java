package io.posestream.standalone;

import io.posestream.ingest.CameraFailedException;
import io.posestream.ingest.Clip;
import io.posestream.ingest.Ingest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The service against the bare models, on the same frames, in the same process, one after the other. */
final class Bench {
    /** Cameras and partitions of a measurement. */
    static final int CAMERAS = EmbeddedKafka.PARTITIONS;

    /** What a stopped bench leaves. */
    static final String NO_FIGURES = "there are no figures";

    private static final long CLIP_BYTES = 256L << 20;
    /** Before a measurement at full speed. */
    static final int WARM_UP_FRAMES = 400;
    /** So that the JVM's compiler, which a full load starves, gets done: of what the bare loop reaches. */
    private static final double WARM_UP_LOAD = .4;

    /**
     * @param clip whose pictures the cameras send; empty: those of a computed camera
     * @param frames of each measurement
     * @param rounds each measures all there is
     * @param warmUpSeconds at an easy load before each measurement of the service
     */
    record Plan(Path models, Optional<Path> clip, int frames, int rounds, int warmUpSeconds) {}

    private final Terminal terminal;
    private final Plan plan;
    private final Clip clip;
    private final StopSignal stop = StopSignal.install();

    /** @throws CommandException if the clip cannot be read */
    Bench(Terminal terminal, Plan plan) {
        this.terminal = terminal;
        this.plan = plan;
        this.clip = clip(terminal, plan.clip);
    }

    /** Without a path a computed camera's, and a word on it: figures of other people are not comparable. */
    static Clip clip(Terminal terminal, Optional<Path> path) {
        if (path.isEmpty()) {
            terminal.err().println("bench: no --clip: pictures of a computed camera, with 2 to 4 people walking about");
            return new Clip(ComputedCameras.clip());
        }
        try {
            return Clip.read(path.get(), CLIP_BYTES);
        } catch (CameraFailedException e) {
            throw new CommandException(
                    "--clip " + path.get() + ": " + e.getMessage(), "name a video or a folder of JPEGs", e);
        }
    }

    BenchReport run() throws InterruptedException {
        int callers = bestCallers();
        try (TemporaryFolder data = TemporaryFolder.create("posestream-bench")) {
            // A round that does not count: it shows the JVM's compiler at work.
            BenchReport.Round first = service(data.path(), raw(callers));
            terminal.err().println("bench: warm-up: " + first.line());
        }
        List<BenchReport.Round> rounds = new ArrayList<>();
        for (int round = 1; round <= plan.rounds; round++) {
            double raw = raw(callers);
            BenchReport.Round measured;
            try (TemporaryFolder data = TemporaryFolder.create("posestream-bench")) {
                measured = service(data.path(), raw);
            }
            terminal.err().println("bench: round " + round + " of " + plan.rounds + ": " + measured.line());
            rounds.add(measured);
        }
        return new BenchReport(clip.jpegs().size(), plan.frames, callers, rounds);
    }

    /** How many callers of the bare loop, one beside the other, are fastest here. */
    private int bestCallers() throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        int best = 1;
        double bestFps = 0;
        try (BareLoop loop = new BareLoop(plan.models, clip, cores, stop)) {
            double unused = loop.framesPerSecond(cores, WARM_UP_FRAMES);
            for (int count = 1; count <= cores; count++) {
                double fps = loop.framesPerSecond(count, WARM_UP_FRAMES);
                terminal.err().printf(Locale.ROOT, "bench: bare loop, %d side by side: %.1f frames/s%n", count, fps);
                if (fps > bestFps) {
                    best = count;
                    bestFps = fps;
                }
            }
        }
        return best;
    }

    private double raw(int callers) throws InterruptedException {
        try (BareLoop loop = new BareLoop(plan.models, clip, callers, stop)) {
            double unused = loop.framesPerSecond(callers, WARM_UP_FRAMES / 4);
            return loop.framesPerSecond(callers, plan.frames);
        }
    }

    private BenchReport.Round service(Path data, double raw) throws InterruptedException {
        try (LocalService service = LocalService.start(terminal.environment(), plan.models, data, 0)) {
            URI ingest = ingest(service);
            ServiceLoad.Throughput full;
            LatencyReport half;
            try (CameraFleet fleet = fleet(ingest, clip, CAMERAS);
                    SkeletonReader skeletons = fromTheEnd(service)) {
                fleet.connect();
                ServiceLoad load = new ServiceLoad(fleet, skeletons, stop);
                double easy = WARM_UP_LOAD * raw;
                LatencyReport unused = load.pace(easy, 0, (int) (easy * plan.warmUpSeconds));
                full = load.saturate(WARM_UP_FRAMES, plan.frames);
                half = load.pace(full.framesPerSecond() / 2, WARM_UP_FRAMES / 4, plan.frames);
                fleet.requireNoneRefused();
            }
            return new BenchReport.Round(raw, full, half, oneCamera(service, ingest));
        }
    }

    /** The most that one camera gets: it has one partition, whose frames are computed one by one. */
    private double oneCamera(LocalService service, URI ingest) throws InterruptedException {
        try (CameraFleet fleet = fleet(ingest, clip, 1);
                SkeletonReader skeletons = fromTheEnd(service)) {
            fleet.connect();
            return new ServiceLoad(fleet, skeletons, stop)
                    .saturate(WARM_UP_FRAMES / 10, Math.max(1, plan.frames / 4))
                    .framesPerSecond();
        }
    }

    static CameraFleet fleet(URI ingest, Clip clip, int cameras) {
        return new CameraFleet(ingest, clip, CameraFleet.namesOn(EmbeddedKafka.PARTITIONS, cameras));
    }

    static URI ingest(LocalService service) {
        Ingest ingest = service.ingest(List.of(), false);
        return URI.create("http://127.0.0.1:" + ingest.port());
    }

    static SkeletonReader fromTheEnd(LocalService service) {
        SkeletonReader skeletons = new SkeletonReader(service.kafka());
        skeletons.seekToEnd();
        return skeletons;
    }
}
