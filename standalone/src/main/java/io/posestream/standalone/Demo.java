package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.ingest.CameraResult;
import io.posestream.ingest.CameraSource;
import io.posestream.ingest.Ingest;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Slot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Everything in one JVM: broker, worker, ingest with its cameras, and a ledger of what became of their frames. */
final class Demo {
    private static final Duration POLL = Duration.ofMillis(200);
    /** When the cameras have ended: how long no fate may come before those still open count as missing. */
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(15);

    /** @param cameras {@code NAME=URL} each */
    record Plan(
            Path models,
            List<String> cameras,
            boolean archive,
            Optional<Integer> seconds,
            Optional<Path> data,
            int port) {
        Plan {
            cameras = List.copyOf(cameras);
        }
    }

    private final Terminal terminal;
    private final Plan plan;
    private final List<CameraSource> sources;
    private final StopSignal stop = StopSignal.install();

    /** @throws io.posestream.inference.model.ModelException if a model is missing or describes nothing */
    Demo(Terminal terminal, Plan plan) {
        this.terminal = terminal;
        this.plan = plan;
        this.sources = plan.cameras.stream().map(Demo::source).toList();
        requireOfTheirOwn(sources);
        // Else a broker would be started for nothing.
        for (Slot slot : Slot.values()) {
            new ModelFolder(plan.models).show(slot);
        }
    }

    private static void requireOfTheirOwn(List<CameraSource> sources) {
        Set<CameraId> names = new HashSet<>();
        for (CameraSource source : sources) {
            if (!names.add(source.camera())) {
                throw new CommandException(
                        "--camera " + source.camera() + " is named twice", "give each camera a name of its own");
            }
        }
    }

    private static CameraSource source(String text) {
        try {
            return CameraSource.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException("--camera " + text, e.getMessage(), e);
        }
    }

    /** Ends by itself, or when the process is told to stop. */
    DemoReport run() throws InterruptedException {
        return plan.data.isPresent() ? runOn(plan.data.get()) : runOnTemporaryFolder();
    }

    private DemoReport runOnTemporaryFolder() throws InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create("posestream-demo")) {
            return runOn(folder.path());
        }
    }

    private DemoReport runOn(Path folder) throws InterruptedException {
        try (LocalService service = LocalService.start(terminal.environment(), plan.models, folder, plan.port);
                LedgerReader reader = LedgerReader.followNew(service.kafka())) {
            Ingest ingest = service.ingest(sources, plan.archive);
            terminal.err().println("demo: open http://127.0.0.1:" + ingest.port() + "/");
            terminal.err()
                    .println("demo: frames by HTTP at http://127.0.0.1:" + ingest.port()
                            + "/v1/cameras/CAMERA/frames, metrics of ingest at http://127.0.0.1:" + ingest.opsPort()
                            + "/metrics, of the worker at http://127.0.0.1:" + service.workerOpsPort()
                            + "/metrics; ./pose consume --bootstrap " + service.bootstrapServers());
            return follow(ingest, service, reader);
        }
    }

    private DemoReport follow(Ingest ingest, LocalService service, LedgerReader reader) {
        long started = System.nanoTime();
        CompletableFuture<List<CameraResult>> ended = ingest.finished();
        LiveLine line = new LiveLine(terminal);
        long lastLine = started;
        long lastFate = started;
        while (!stopped(started) && !(ended.isDone() && !sources.isEmpty())) {
            if (reader.poll(POLL) > 0) {
                lastFate = System.nanoTime();
            }
            if (System.nanoTime() - lastLine >= LiveLine.PERIOD.toNanos()) {
                lastLine += LiveLine.PERIOD.toNanos();
                line.ledger(reader.ledger());
                service.requireAlive();
            }
        }
        ingest.close();
        lastFate = Math.max(lastFate, drain(reader, lastFate));
        line.end();
        return new DemoReport(
                service.exactlyOnce(),
                reader.ledger().total(),
                reader.ledger().byCamera(),
                reader.ledger().ages(),
                (lastFate - started) / 1e9,
                ended.isDone() ? ended.join() : List.of());
    }

    private boolean stopped(long started) {
        boolean timeOver =
                plan.seconds.isPresent() && System.nanoTime() - started >= TimeUnit.SECONDS.toNanos(plan.seconds.get());
        return timeOver || stop.received();
    }

    /** Waits for the fates of what has been published; @return when the last one came. */
    private static long drain(LedgerReader reader, long lastFate) {
        reader.updateEnds();
        long last = lastFate;
        long quietSince = System.nanoTime();
        while (reader.ledger().total().missing() > 0 && System.nanoTime() - quietSince < QUIET_LIMIT.toNanos()) {
            if (reader.poll(POLL) > 0) {
                last = System.nanoTime();
                quietSince = last;
            }
        }
        return last;
    }
}
