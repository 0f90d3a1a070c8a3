package io.posestream.standalone;

import io.posestream.ingest.Clip;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How old frames get, and how many are posed, as cameras are added one measurement after the other. */
final class BenchCurve {
    private static final int CAPACITY_FRAMES = 1000;
    private static final double WARM_UP_SECONDS = 2;

    /**
     * @param clip whose pictures the cameras send; empty: those of a computed camera
     * @param cameras of each measurement
     * @param framesPerSecond of each camera
     * @param seconds of each measurement
     */
    record Plan(Path models, Optional<Path> clip, List<Integer> cameras, double framesPerSecond, int seconds) {
        Plan {
            cameras = List.copyOf(cameras);
        }
    }

    private final Terminal terminal;
    private final Plan plan;
    private final StopSignal stop = StopSignal.install();

    BenchCurve(Terminal terminal, Plan plan) {
        this.terminal = terminal;
        this.plan = plan;
    }

    CurveReport run() throws InterruptedException {
        Clip clip = Bench.clip(terminal, plan.clip);
        try (TemporaryFolder data = TemporaryFolder.create("posestream-bench");
                LocalService service = LocalService.start(terminal.environment(), plan.models, data.path(), 0)) {
            URI ingest = Bench.ingest(service);
            double capacity = withCameras(
                    service,
                    ingest,
                    clip,
                    Bench.CAMERAS,
                    load -> load.saturate(Bench.WARM_UP_FRAMES, CAPACITY_FRAMES).framesPerSecond());
            List<CurveReport.Point> points = new ArrayList<>();
            for (int cameras : plan.cameras) {
                points.add(withCameras(service, ingest, clip, cameras, load -> point(load, cameras, capacity)));
            }
            return new CurveReport(plan.framesPerSecond, capacity, points);
        }
    }

    private <T> T withCameras(
            LocalService service, URI ingest, Clip clip, int cameras, Function<ServiceLoad, T> measurement)
            throws InterruptedException {
        try (CameraFleet fleet = Bench.fleet(ingest, clip, cameras);
                SkeletonReader skeletons = Bench.fromTheEnd(service)) {
            fleet.connect();
            return measurement.apply(new ServiceLoad(fleet, skeletons, stop));
        }
    }

    private CurveReport.Point point(ServiceLoad load, int cameras, double capacity) {
        double offered = cameras * plan.framesPerSecond;
        LatencyReport report =
                load.pace(offered, (int) (offered * WARM_UP_SECONDS), (int) Math.ceil(offered * plan.seconds));
        CurveReport.Point point = new CurveReport.Point(cameras, offered, Math.min(1, capacity / offered), report);
        terminal.err()
                .printf(
                        "bench curve: %d cameras: age p50 %.0f, p99 %.0f ms, %.0f %% posed%n",
                        cameras, report.age().p50Ms(), report.age().p99Ms(), 100 * report.posedShare());
        return point;
    }
}
