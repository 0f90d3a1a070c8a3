package io.posestream.ingest;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.concurrent.CountDownLatch;

/** Runs ingest until a signal. Exits with 2 on a wrong setting and with 1 if it cannot start. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            IngestConfig config = IngestConfig.from(new Environment(System.getenv()));
            CollectorRegistry registry = new CollectorRegistry();
            DefaultExports.register(registry);
            Ingest ingest = Ingest.start(config, registry);
            Runtime.getRuntime().addShutdownHook(new Thread(ingest::close, "shutdown"));
            System.out.println("frames: POST http://" + config.host() + ":" + ingest.port()
                    + "/v1/cameras/ID/frames; health and metrics: http://" + config.host() + ":" + ingest.opsPort());
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IngestStartException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await(); // the shutdown hook ends it
    }
}
