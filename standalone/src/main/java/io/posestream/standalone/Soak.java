package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Slot;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/** The service in processes of its own under a load, and what came of it. One thread. */
final class Soak {
    /** Frames of a camera on their way at a time: ingest's own limit for a camera. */
    static final int MAX_UNANSWERED = 4;

    static final int ROOM_FOR_PROBES = 16;

    private static final Duration CAPACITY_WARM_UP = Duration.ofSeconds(30);
    private static final Duration CAPACITY_TIME = Duration.ofSeconds(15);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    static final Duration FATES_LIMIT = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final SoakPlan plan;
    private final List<CameraId> names = new ArrayList<>();
    private final StopSignal stop = StopSignal.install();

    /**
     * @throws io.posestream.inference.model.ModelException if a model is missing or describes nothing
     * @throws CommandException if there would be too many frames
     */
    Soak(Terminal terminal, SoakPlan plan) {
        this.terminal = terminal;
        this.plan = plan;
        if (!plan.needsCapacity()) {
            plan.requireRoom(plan.framesPerSecondInAll(0));
        }
        for (int n = 1; n <= plan.cameras(); n++) {
            names.add(new CameraId(String.format(Locale.ROOT, "soak-%03d", n)));
        }
        for (Slot slot : Slot.values()) {
            new ModelFolder(plan.models()).show(slot);
        }
    }

    SoakVerdict run() throws InterruptedException {
        List<byte[]> jpegs = plan.clip().map(SoakPictures::of).orElseGet(SoakPictures::drawn);
        try (TemporaryFolder folder = TemporaryFolder.create("posestream-soak")) {
            Path logs = folder.folder("logs");
            boolean passed = false;
            try (SoakService service =
                    new SoakService(plan, terminal.environment(), folder.path().resolve("data"), logs)) {
                SoakVerdict verdict = run(service, jpegs, folder);
                passed = verdict.passed();
                return verdict;
            } catch (CommandException | KafkaException e) {
                // Ctrl-C reaches the processes as well: that they end is no failure then.
                stop.requireNone(SoakLoad.NO_VERDICT);
                throw e;
            } finally {
                if (!passed && !stop.received()) {
                    folder.keep(logs);
                    terminal.err().println("soak: the logs of the processes are in " + logs);
                }
            }
        }
    }

    private SoakVerdict run(SoakService service, List<byte[]> jpegs, TemporaryFolder folder)
            throws InterruptedException {
        tell("starting a broker and " + plan.workers() + " workers");
        service.startWorkers();
        OptionalDouble capacity = OptionalDouble.empty();
        if (plan.needsCapacity()) {
            Path pictures = folder.folder("pictures");
            SoakPictures.write(jpegs, pictures);
            capacity = OptionalDouble.of(capacity(service, pictures));
            plan.requireRoom(plan.framesPerSecondInAll(capacity.getAsDouble()));
        }
        URI ingest = service.startIngest();
        List<StreamingCamera> cameras = connect(ingest);
        try (SoakLoad load = new SoakLoad(terminal, plan, service, ingest, cameras, jpegs, capacity, stop)) {
            return load.run();
        }
    }

    /** Frames/s that the workers pose when they are never without one. */
    private double capacity(SoakService service, Path pictures) throws InterruptedException {
        tell("measuring the capacity for "
                + CAPACITY_WARM_UP.plus(CAPACITY_TIME).toSeconds() + " s");
        service.startArchive(names.stream().map(CameraId::value).toList(), pictures);
        pause(CAPACITY_WARM_UP);
        long from = EpochMicros.now();
        pause(CAPACITY_TIME);
        long to = EpochMicros.now();
        service.stopArchive();
        SoakFates fates = new SoakFates();
        LedgerReader.prove(service.client(), FATES_LIMIT, fates::add);
        double capacity = fates.posed(new SoakFates.Span(from, to)) * 1e6 / (to - from);
        tell("capacity %.1f frames/s".formatted(capacity));
        if (capacity == 0) {
            throw new CommandException(
                    "the workers posed nothing in " + CAPACITY_TIME.toSeconds() + " s", "see their logs");
        }
        return capacity;
    }

    private void pause(Duration time) throws InterruptedException {
        boolean unused = stop.await(time);
        stop.requireNone(SoakLoad.NO_VERDICT);
    }

    private List<StreamingCamera> connect(URI ingest) throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        List<StreamingCamera> cameras = names.stream()
                .map(name -> new StreamingCamera(http, ingest, name, MAX_UNANSWERED))
                .toList();
        long deadline = System.nanoTime() + CONNECT_LIMIT.toNanos();
        while (!cameras.stream().allMatch(StreamingCamera::isConnected)) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        "not all cameras reach ingest at " + ingest + " by WebSocket within "
                                + CONNECT_LIMIT.toSeconds() + " s",
                        "see its log");
            }
            cameras.forEach(StreamingCamera::connect);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return cameras;
    }

    private void tell(String what) {
        terminal.err().println("soak: " + what);
    }
}
