package io.posestream.standalone;

import io.posestream.ingest.Ingest;
import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "ingest",
        description = "Take frames of cameras and publish them, until SIGTERM or Ctrl-C. Settings are environment "
                + "variables (POSE_…); the README has the table.")
final class IngestCommand implements Callable<Integer> {
    private final Terminal terminal;

    IngestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        IngestConfig config = IngestConfig.from(new Environment(terminal.environment()));
        try (Ingest ingest = Ingest.start(config, registry, ComputedCameras::open)) {
            // Not before: whoever stops it while it waits for a broker means at once.
            StopSignal stop = StopSignal.install();
            terminal.out()
                    .println("ingest ready frames=http://" + config.host() + ":" + ingest.port()
                            + "/v1/cameras/CAMERA/frames ops=http://" + config.host() + ":" + ingest.opsPort());
            LiveLine line = new LiveLine(terminal);
            while (!stop.await(LiveLine.PERIOD)) {
                line.ingest(ingest.progress());
            }
            line.end();
        }
        return 0;
    }
}
