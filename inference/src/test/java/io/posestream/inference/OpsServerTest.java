package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    private final AtomicReference<Optional<String>> liveness = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> readiness = new AtomicReference<>(Optional.empty());
    private final CollectorRegistry registry = new CollectorRegistry();
    private final HttpClient http = HttpClient.newHttpClient();
    private OpsServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OpsServer("127.0.0.1", 0, liveness::get, readiness::get, registry);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isLiveAndReadyWhileNothingIsWrong() throws Exception {
        assertAnswer("/live", 200, "ok\n");
        assertAnswer("/ready", 200, "ok\n");
    }

    @Test
    void tellsWhatIsWrong() throws Exception {
        liveness.set(Optional.of("a model does not answer"));
        readiness.set(Optional.of("Kafka Streams is CREATED"));

        assertAnswer("/live", 503, "a model does not answer\n");
        assertAnswer("/ready", 503, "Kafka Streams is CREATED\n");
    }

    @Test
    void isLiveBeforeItIsReady() throws Exception {
        readiness.set(Optional.of("Kafka Streams is CREATED"));

        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void showsTheMetrics() throws Exception {
        InferenceMetrics metrics = new InferenceMetrics(registry);
        metrics.frameRead(true);

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains(
                        "posestream_frames_read_total 1.0\n",
                        "posestream_clock_skew_total 1.0\n",
                        "posestream_frames_total{fate=\"posed\",} 0.0\n");
    }

    @Test
    void hasNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private void assertAnswer(String path, int status, String body) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
