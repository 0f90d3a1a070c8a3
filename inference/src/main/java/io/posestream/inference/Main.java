package io.posestream.inference;

import io.posestream.inference.model.ModelException;
import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import io.posestream.schemas.TopicAccessException;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker as a process of its own: settings from the environment, until a signal or a failure that it cannot mend. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(new Environment(System.getenv())));
    }

    /**
     * Runs until the worker breaks; on a signal the JVM closes it and ends.
     *
     * @return the exit code: 1 if the worker broke, 2 if a setting, a model or a topic is wrong
     */
    public static int run(Environment environment) throws InterruptedException {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        Worker worker;
        try {
            worker = new Worker(InferenceConfig.from(environment), registry);
        } catch (ConfigurationException | ModelException | TopicAccessException e) {
            System.err.println("pose infer: " + e.getMessage());
            return 2;
        }
        Thread hook = new Thread(worker::close, "close-worker");
        Runtime.getRuntime().addShutdownHook(hook);
        LOG.info("worker started opsPort={}", worker.opsPort());
        while (!worker.awaitBroken(Duration.ofMinutes(1))) {
            LOG.info("worker progress {}", worker.progress());
        }
        LOG.error("worker broken, ending so that it is started anew");
        Runtime.getRuntime().removeShutdownHook(hook);
        worker.close();
        return 1;
    }
}
