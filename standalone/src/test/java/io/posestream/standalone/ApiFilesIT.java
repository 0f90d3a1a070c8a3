package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.Worker;
import io.posestream.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What the published files say of the worker; of ingest its own module's tests prove it. */
final class ApiFilesIT {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() {
        service = TestService.start(folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theWorkersPortAnswersAsItSays() throws Exception {
        Map<?, ?> paths = (Map<?, ?>) read("/io/posestream/ingest/openapi.yaml").get("paths");
        Set<String> asked = new TreeSet<>();
        try (Worker worker = service.worker()) {
            await().atMost(START_LIMIT).until(worker::running);
            for (Map.Entry<?, ?> path : paths.entrySet()) {
                if (String.valueOf(at(path.getValue(), "servers")).contains("POSE_INFERENCE_OPS_PORT")) {
                    HttpResponse<String> answer = get(worker.opsPort(), (String) path.getKey());
                    Object response =
                            at(path.getValue(), "get", "responses", Integer.toString(answer.statusCode()), "content");
                    assertThat(((Map<?, ?>) response).keySet().toString())
                            .as("%s", path.getKey())
                            .isEqualTo("["
                                    + answer.headers()
                                            .firstValue("Content-Type")
                                            .orElseThrow()
                                            .replaceAll(";.*", "") + "]");
                    asked.add((String) path.getKey());
                }
            }
        }
        assertThat(asked).containsExactly("/live", "/metrics", "/ready");
    }

    @Test
    void aDeadLetterHasTheHeadersItNames() throws Exception {
        Map<?, ?> messages = (Map<?, ?>) at(read("/io/posestream/schemas/asyncapi.yaml"), "components", "messages");
        Set<String> named = new TreeSet<>();
        try (Worker worker = service.worker()) {
            await().atMost(START_LIMIT).until(worker::running);
            service.sender().send("door", TestPictures.brokenInside());
            ConsumerRecord<byte[], byte[]> frame = service.first(Topics.FRAMES);
            ConsumerRecord<byte[], byte[]> letter = service.first(Topics.FRAMES_DLQ);
            ((Map<?, ?>) at(messages, "deadLetter", "headers", "properties"))
                    .keySet()
                    .forEach(name -> named.add((String) name));
            Set<String> added = new TreeSet<>();
            letter.headers().forEach(header -> added.add(header.key()));
            frame.headers().forEach(header -> added.remove(header.key()));
            assertThat(added).isEqualTo(named);
        }
    }

    private static Object at(Object node, String... path) {
        Object at = node;
        for (String step : path) {
            at = at == null ? null : ((Map<?, ?>) at).get(step);
        }
        return at;
    }

    private static Map<?, ?> read(String resource) throws IOException {
        try (InputStream in = ApiFilesIT.class.getResourceAsStream(resource)) {
            return new Yaml().load(in);
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
