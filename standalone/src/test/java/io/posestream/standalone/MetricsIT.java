package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.Worker;
import io.posestream.schemas.FrameId;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both services' metrics as they are scraped: their form, the README's tables of them, and their equations. */
final class MetricsIT {
    private static final List<String> CAMERAS = List.of("door", "yard", "gate");
    private static final int STREAM_THREADS = 2;
    private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`");

    private final HttpClient http = HttpClient.newHttpClient();

    /** One service for all of it: it takes seconds to start. */
    @Test
    void areWellFormedDocumentedAndAddUp(@TempDir Path folder) throws Exception {
        CollectorRegistry registry = new CollectorRegistry();
        DefaultExports.register(registry);
        try (TestService service = TestService.start(folder);
                Worker worker = service.worker(Map.of(), registry)) {
            URI ofIngest = metrics(service.ingestOpsPort());
            URI ofWorker = metrics(worker.opsPort());
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<List<FrameId>> stream = service.sender().stream(CAMERAS, count -> !enough.get());
            await().atMost(Duration.ofSeconds(30)).until(() -> scrape(ofWorker).sum("posestream_frames_total") > 0);
            for (int i = 0; i < 5; i++) {
                assertInMotion(scrape(ofIngest), scrape(ofWorker), scrape(ofIngest), scrape(ofWorker));
            }
            enough.set(true);
            int frames = stream.get(30, TimeUnit.SECONDS).size();
            assertThat(service.prove().missing()).isZero();

            // A fate is on its topic a moment before it is counted.
            await().until(() -> scrape(ofWorker).sum("posestream_frames_total") >= frames);
            Exposition ingest = scrape(ofIngest);
            Exposition inference = scrape(ofWorker);
            assertAtRest(frames, ingest, inference);
            assertLint(ingest);
            assertLint(inference);
            assertThat(documented("ingest")).isEqualTo(shown(ingest));
            assertThat(documented("infer")).isEqualTo(shown(inference));
            assertThat(inference.names()).contains("jvm_threads_current", "process_cpu_seconds_total");
        }
    }

    /** The first scrapes were over before the second began. */
    private static void assertInMotion(Exposition ingest1, Exposition worker1, Exposition ingest2, Exposition worker2) {
        double received = ingest1.sum("posestream_ingest_frames_received_total");
        assertThat(outcomes(ingest1)).isLessThanOrEqualTo(ingest2.sum("posestream_ingest_frames_received_total"));
        assertThat(received).isLessThanOrEqualTo(outcomes(ingest2) + CAMERAS.size());
        double read = worker1.sum("posestream_frames_read_total");
        assertThat(worker1.sum("posestream_frames_total"))
                .isLessThanOrEqualTo(worker2.sum("posestream_frames_read_total"));
        assertThat(read).isLessThanOrEqualTo(worker2.sum("posestream_frames_total") + STREAM_THREADS);
        assertThat(read).isLessThanOrEqualTo(ingest2.sum("posestream_ingest_frames_published_total") + CAMERAS.size());
    }

    private static double outcomes(Exposition ingest) {
        return ingest.sum("posestream_ingest_frames_published_total")
                + ingest.sum("posestream_ingest_frames_refused_total")
                + ingest.sum("posestream_ingest_frames_unconfirmed_total");
    }

    private static void assertAtRest(int frames, Exposition ingest, Exposition inference) {
        assertThat(ingest.sum("posestream_ingest_frames_received_total")).isEqualTo(frames);
        assertThat(ingest.sum("posestream_ingest_frames_published_total")).isEqualTo(frames);
        assertThat(ingest.sum("posestream_ingest_frames_in_flight")).isZero();
        assertThat(inference.sum("posestream_frames_read_total")).isEqualTo(frames);
        assertThat(inference.sum("posestream_frames_total")).isEqualTo(frames);
        assertThat(inference.sum("posestream_frames_abandoned_total")).isZero();
        assertThat(inference.sum("posestream_age_seconds_count")).isEqualTo(frames);
        assertThat(inference.sum("posestream_queue_wait_seconds_count", "slot", "pose"))
                .isEqualTo(frames)
                .isEqualTo(inference.sum("posestream_batch_frames_sum", "slot", "pose"));
        for (String camera : CAMERAS) {
            double sent = ingest.sum("posestream_ingest_camera_frames_received_total", "camera", camera);
            assertThat(sent).isPositive();
            assertThat(ingest.sum("posestream_ingest_camera_frames_total", "camera", camera, "outcome", "published"))
                    .isEqualTo(sent);
            assertThat(inference.sum("posestream_camera_frames_total", "camera", camera, "fate", "posed"))
                    .isEqualTo(sent);
            assertThat(inference.sum("posestream_camera_age_seconds_count", "camera", camera))
                    .isEqualTo(sent);
        }
        assertThat(inference.sum("posestream_cameras")).isEqualTo(CAMERAS.size());
        assertThat(inference.sum("posestream_stream_threads")).isEqualTo(STREAM_THREADS);
        assertThat(inference.sum("posestream_stream_threads_alive")).isEqualTo(STREAM_THREADS);
        assertThat(inference
                        .ours()
                        .get("posestream_partition_busy_seconds_total")
                        .samples())
                .hasSize(EmbeddedKafka.PARTITIONS);
        assertThat(inference.sum("posestream_partition_busy_seconds_total")).isPositive();
    }

    /** What {@code promtool check metrics} asks of names, and that every metric can be seen before it happens. */
    private static void assertLint(Exposition exposition) {
        exposition.ours().forEach((name, family) -> {
            assertThat(name.endsWith("_total")).as(name).isEqualTo(family.type().equals("counter"));
            assertThat(name).doesNotContainPattern("_(milli|micro|nano)|_ms(_|$)|_(count|sum|bucket)$|[A-Z]");
            assertThat(family.samples()).as(name).isNotEmpty();
        });
    }

    private static Map<String, Set<String>> shown(Exposition exposition) {
        return exposition.ours().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().labels(), (a, b) -> a, TreeMap::new));
    }

    /** The first two columns of the README's table of a service's metrics: each name and its labels. */
    private static Map<String, Set<String>> documented(String service) throws IOException {
        Map<String, Set<String>> rows = new TreeMap<>();
        Files.readString(Path.of("..", "README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| metrics of " + service + " | labels |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|"))
                .forEach(cells -> assertThat(rows.put(codes(cells[1]).iterator().next(), codes(cells[2])))
                        .as(cells[1])
                        .isNull());
        return rows;
    }

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static URI metrics(int opsPort) {
        return URI.create("http://127.0.0.1:" + opsPort + "/metrics");
    }

    private Exposition scrape(URI metrics) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return Exposition.parse(answer.body());
    }
}
