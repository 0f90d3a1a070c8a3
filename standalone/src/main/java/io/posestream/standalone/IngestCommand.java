package io.posestream.standalone;

import io.posestream.ingest.Ingest;
import io.posestream.ingest.IngestConfig;
import io.posestream.schemas.Environment;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        Ingest ingest = Ingest.start(config, registry);
        CountDownLatch stopping = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping.countDown();
                            ingest.close();
                        },
                        "close-ingest"));
        terminal.out()
                .println("ingest ready frames=http://" + config.host() + ":" + ingest.port()
                        + "/v1/cameras/CAMERA/frames ops=http://" + config.host() + ":" + ingest.opsPort());
        LiveLine line = new LiveLine(terminal);
        while (!stopping.await(LiveLine.PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
            line.ingest(ingest.progress());
        }
        new CountDownLatch(1).await(); // the JVM ends when the hook has closed all
        return 0;
    }
}
