package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final IngestMetrics metrics = new IngestMetrics(registry);
    private volatile Optional<String> obstacle = Optional.empty();
    private final OpsServer server = new OpsServer(vertx, Optional::empty, () -> obstacle, registry);

    @BeforeEach
    void start() throws Exception {
        server.listen("127.0.0.1", 0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void saysWhyItIsNotReady() throws Exception {
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        obstacle = Optional.of("the broker is gone");
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).isEqualTo("the broker is gone\n");
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void showsEveryReasonFromTheStart() throws Exception {
        metrics.received();
        metrics.refused(FrameRejection.NOT_JPEG);
        String text = get("/metrics").body();
        assertThat(text)
                .contains("posestream_ingest_frames_received_total 1.0")
                .contains("posestream_ingest_frames_refused_total{reason=\"not_jpeg\",} 1.0")
                .contains("posestream_ingest_frames_refused_total{reason=\"camera_quota\",} 0.0");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
