package io.posestream.standalone;

import io.posestream.inference.registry.SigningKey;
import io.posestream.ingest.Clip;
import io.posestream.ingest.IngestConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** The service in processes of its own, whose pose release is exchanged under load, and what came of it. One thread. */
final class ReloadBench {
    private static final int MAX_PICTURES = 60;

    private final Terminal terminal;
    private final ReloadPlan plan;
    private final StopSignal stop = StopSignal.install();

    ReloadBench(Terminal terminal, ReloadPlan plan) {
        this.terminal = terminal;
        this.plan = plan;
    }

    ReloadReport run() throws InterruptedException {
        List<byte[]> all = Bench.clip(terminal, plan.clip()).jpegs();
        List<byte[]> jpegs = all.subList(0, Math.min(MAX_PICTURES, all.size()));
        ReloadTruth truth = ReloadTruth.of(plan.models(), jpegs);
        truth.requirePersons();
        ReloadReleases.Models models = ReloadReleases.Models.of(plan.models());
        SigningKey key = SigningKey.generate();
        try (TemporaryFolder folder = TemporaryFolder.create("posestream-reload")) {
            Path keys = folder.folder("keys");
            key.write(keys);
            Path logs = folder.folder("logs");
            boolean passed = false;
            try (SoakService service = new SoakService(
                    plan.processes(IngestConfig.LONGEST_MAX_AGE),
                    variables(keys),
                    folder.path().resolve("data"),
                    logs)) {
                ReloadReport report = run(service, new Clip(jpegs), truth, key, models);
                passed = report.passed();
                return report;
            } catch (CommandException | KafkaException e) {
                // Ctrl-C reaches the processes as well: that they end is no failure then.
                stop.requireNone(Bench.NO_FIGURES);
                throw e;
            } finally {
                if (!passed && !stop.received()) {
                    folder.keep(logs);
                    tell("the logs of the processes are in " + logs);
                }
            }
        }
    }

    /** A frame that expires is no frame lost by a reload, but none that could be compared either. */
    private Map<String, String> variables(Path keys) {
        Map<String, String> variables = new HashMap<>(Bench.withoutExpiry(terminal.environment()));
        variables.put("POSE_TRUSTED_KEYS", keys.resolve(SigningKey.PUBLIC_FILE).toString());
        variables.remove("POSE_REVOKED_RELEASES");
        variables.put("POSE_EXACTLY_ONCE", "0");
        return variables;
    }

    private ReloadReport run(
            SoakService service, Clip clip, ReloadTruth truth, SigningKey key, ReloadReleases.Models models)
            throws InterruptedException {
        tell("starting a broker, an ingest and " + plan.workers() + " workers");
        service.startWorkers();
        URI ingest = service.startIngest();
        try (CameraFleet cameras = Bench.fleet(ingest, clip, Bench.CAMERAS)) {
            cameras.connect();
            double capacity = capacity(service, cameras);
            tell(String.format(Locale.ROOT, "capacity %.1f frames/s", capacity));
            try (ReloadReleases releases = new ReloadReleases(service.client(), key, models);
                    ReloadLoad load = new ReloadLoad(terminal, plan, service, cameras, truth, releases, stop)) {
                return load.run(capacity);
            }
        }
    }

    /** Frames/s that are posed or empty if the cameras send as fast as the service goes. */
    private double capacity(SoakService service, CameraFleet cameras) throws InterruptedException {
        tell("measuring the capacity");
        try (SkeletonReader skeletons = new SkeletonReader(service.client())) {
            skeletons.seekToEnd();
            double capacity = new ServiceLoad(cameras, skeletons, stop)
                    .saturate(plan.capacityFrames() / 2, plan.capacityFrames())
                    .framesPerSecond();
            cameras.requireNoneRefused();
            return capacity;
        }
    }

    private void tell(String what) {
        terminal.err().println("bench reload: " + what);
    }
}
