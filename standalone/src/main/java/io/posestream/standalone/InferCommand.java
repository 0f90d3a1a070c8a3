package io.posestream.standalone;

import io.posestream.inference.InferenceConfig;
import io.posestream.inference.Worker;
import io.posestream.schemas.Environment;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "infer",
        description = "Pose frames as one worker among any number, until SIGTERM or Ctrl-C. Settings are environment "
                + "variables (POSE_…); the README has the table. POSE_MODELS is required.")
final class InferCommand implements Callable<Integer> {
    private final Terminal terminal;

    InferCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        InferenceConfig config = InferenceConfig.from(new Environment(terminal.environment()));
        try (Worker worker = new Worker(config, registry)) {
            StopSignal stop = StopSignal.install();
            terminal.out().println("worker ready ops=http://" + config.host() + ":" + worker.opsPort());
            LiveLine line = new LiveLine(terminal);
            while (!stop.await(LiveLine.PERIOD)) {
                if (worker.broken()) {
                    throw new CommandException("the worker is broken, see the log", "start it again");
                }
                line.worker(worker.progress());
            }
            line.end();
        }
        return 0;
    }
}
