package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed, not asked to go: what it had not committed is posed again by another. */
final class KilledWorkerIT {
    /** So many that each of two workers gets some, wherever their keys fall. */
    private static final List<String> CAMERAS =
            IntStream.range(0, 8).mapToObj(n -> "camera-" + n).toList();

    private static final Pattern OPS = Pattern.compile(".* ops=(http://\\S+)");
    private static final Pattern FRAMES_READ = Pattern.compile("(?m)^posestream_frames_read_total (\\S+)$");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void losesNoFrameAndKeepsTheirOrder(@TempDir Path folder) throws Exception {
        try (TestService service = TestService.start(folder)) {
            Process doomed = worker(service, Map.of());
            Process other = worker(service, Map.of());
            try {
                URI metricsOfDoomed = metricsOf(doomed);
                URI metricsOfOther = metricsOf(other);
                AtomicBoolean killed = new AtomicBoolean();
                CompletableFuture<List<FrameId>> stream =
                        service.sender().stream(CAMERAS, count -> count < 40 || !killed.get());
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> framesRead(metricsOfDoomed) > 10 && framesRead(metricsOfOther) > 10);
                doomed.destroyForcibly().waitFor();
                assertThat(stream.isDone()).as("killed in mid-stream").isFalse();
                killed.set(true);
                List<FrameId> sent = stream.get(60, TimeUnit.SECONDS);

                LedgerReport proof = service.prove();
                int frames = sent.size();
                assertThat(proof)
                        .isEqualTo(new LedgerReport(frames, frames, 0, 0, 0, 0, 0, 0, 0, proof.duplicates(), 0));
                List<SkeletonFrame> skeletons = service.skeletons();
                assertThat(skeletons).hasSize((int) (frames + proof.duplicates()));
                assertThat(identitiesByOffset(skeletons).values()).containsExactlyInAnyOrderElementsOf(sent);
                assertThat(ledgerExactlyOnce(service)).isEqualTo(proof.duplicates() > 0 ? 1 : 0);
            } finally {
                doomed.destroyForcibly().waitFor();
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void exactlyOnceItLosesNoFrameAndRepeatsNone(@TempDir Path folder) throws Exception {
        try (TestService service = TestService.start(folder)) {
            Map<String, String> exactlyOnce = Map.of("POSE_EXACTLY_ONCE", "1");
            Process doomed = worker(service, exactlyOnce);
            Process restarted = null;
            try {
                URI metrics = metricsOf(doomed);
                AtomicBoolean killed = new AtomicBoolean();
                CompletableFuture<List<FrameId>> stream =
                        service.sender().stream(CAMERAS, count -> count < 40 || !killed.get());
                await().atMost(Duration.ofSeconds(30)).until(() -> framesRead(metrics) > 50);
                doomed.destroyForcibly().waitFor();
                assertThat(stream.isDone()).as("killed in mid-stream").isFalse();
                restarted = worker(service, exactlyOnce);
                killed.set(true);
                List<FrameId> sent = stream.get(30, TimeUnit.SECONDS);

                int frames = sent.size();
                assertThat(service.prove()).isEqualTo(new LedgerReport(frames, frames, 0, 0, 0, 0, 0, 0, 0, 0, 0));
                assertThat(service.skeletons()).extracting(SkeletonFrame::id).containsExactlyInAnyOrderElementsOf(sent);
                assertThat(ledgerExactlyOnce(service)).isZero();
            } finally {
                doomed.destroyForcibly().waitFor();
                if (restarted != null) {
                    restarted.destroyForcibly().waitFor();
                }
            }
        }
    }

    /** The exit code of the command that takes a duplicate for a failure. */
    private static int ledgerExactlyOnce(TestService service) {
        String broker = service.client().getProperty("bootstrap.servers");
        return RunPose.pose("ledger", "--exactly-once", "--bootstrap", broker).exitCode();
    }

    /** Of each frame; a duplicate must have that of the first record. */
    private static Map<String, FrameId> identitiesByOffset(List<SkeletonFrame> skeletons) {
        Map<String, FrameId> identities = new HashMap<>();
        for (SkeletonFrame skeleton : skeletons) {
            FrameId first =
                    identities.putIfAbsent(skeleton.sourcePartition() + ":" + skeleton.sourceOffset(), skeleton.id());
            assertThat(first == null || first.equals(skeleton.id()))
                    .as(skeleton.toString())
                    .isTrue();
        }
        assertThat(new HashSet<>(identities.values())).hasSize(identities.size());
        return identities;
    }

    private static Process worker(TestService service, Map<String, String> variables) throws IOException {
        ProcessBuilder worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        Pose.class.getName(),
                        "infer")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        worker.environment().putAll(service.variables());
        worker.environment().putAll(variables);
        // Not on the command line: ONNX Runtime crashes on one of some 4,000 characters.
        worker.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        worker.environment().put("ORT_DISABLE_TELEMETRY", "1");
        return worker.start();
    }

    private static URI metricsOf(Process worker) throws IOException {
        BufferedReader out = worker.inputReader(StandardCharsets.UTF_8);
        String ready = out.readLine();
        assertThat(ready).startsWith("worker ready").matches(OPS);
        return URI.create(OPS.matcher(ready).replaceFirst("$1") + "/metrics");
    }

    private double framesRead(URI metrics) throws IOException, InterruptedException {
        String body = http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return FRAMES_READ
                .matcher(body)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
