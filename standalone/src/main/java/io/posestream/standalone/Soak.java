package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.ingest.Clip;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Slot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.kafka.common.KafkaException;

/** The service in processes of its own under a load, and what came of it. One thread. */
final class Soak {
    static final int ROOM_FOR_PROBES = 16;

    private static final Duration CAPACITY_WARM_UP = Duration.ofSeconds(30);
    private static final Duration CAPACITY_TIME = Duration.ofSeconds(15);
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
        List<byte[]> jpegs = plan.clip().map(SoakPictures::of).orElseGet(ComputedCameras::clip);
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
        try (CameraFleet cameras = new CameraFleet(ingest, new Clip(jpegs), names)) {
            cameras.connect();
            try (SoakLoad load = new SoakLoad(terminal, plan, service, ingest, cameras, jpegs.get(0), capacity, stop)) {
                return load.run();
            }
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

    private void tell(String what) {
        terminal.err().println("soak: " + what);
    }
}
