package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Frame;
import io.posestream.schemas.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameServerTest {
    private static final FrameServer.Waits SHORT =
            new FrameServer.Waits(Duration.ofMillis(200), Duration.ofMillis(200));
    private static final FrameServer.Waits LONG = new FrameServer.Waits(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Vertx vertx;
    private Fixture ingest;
    private FrameServer server;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        serve(new Fixture(true), LONG, 100);
    }

    private void serve(Fixture fixture, FrameServer.Waits waits, int maxSessions) throws Exception {
        stopServer();
        ingest = fixture;
        Sessions sessions =
                new Sessions(ingest.ids, maxSessions, Duration.ofSeconds(30), System::nanoTime, ingest.metrics);
        server = new FrameServer(
                vertx,
                ingest.quota,
                sessions,
                ingest.publisher,
                ingest.metrics,
                Fixture.CLOCK,
                waits,
                Duration.ofMillis(500));
        server.listen("127.0.0.1", 0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void stopServer() {
        if (ingest != null) {
            ingest.close();
        }
    }

    @AfterEach
    void stop() throws Exception {
        stopServer();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void answersWithTheIdentityOnceTheBrokerHasConfirmed() throws Exception {
        JsonObject first = json(post("door", Jpegs.small()), 202);
        JsonObject second = json(post("door", Jpegs.small()), 202);
        assertThat(first.getString("camera")).isEqualTo("door");
        assertThat(first.getLong("sequence")).isZero();
        assertThat(second.getLong("sequence")).isEqualTo(1);
        assertThat(second.getString("session")).isEqualTo(first.getString("session"));
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(2, 2, 0, 0));
        assertThat(ingest.value("sessions")).isEqualTo(1);
    }

    @Test
    void refusesWhatAPageOfAnotherSiteSends() throws Exception {
        HttpRequest foreign = request("door")
                .header("Origin", "http://attacker.example")
                .POST(BodyPublishers.ofByteArray(Jpegs.small()))
                .build();
        JsonObject refused = json(client.send(foreign, BodyHandlers.ofString()), 403);
        assertThat(refused.getString("refused")).isEqualTo("foreign_origin");
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(0, 0, 0, 0));
    }

    @Test
    void servesWhatDescribesIt() throws Exception {
        for (String file : List.of("openapi", "asyncapi")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + file + ".yaml"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
            assertThat(answer.body()).startsWith(file + ": 3.");
        }
    }

    @Test
    void takesABodyOfUnknownLength() throws Exception {
        byte[] large = Jpegs.grey(2000, 2000, 90);
        HttpRequest chunked = request("door")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        json(client.send(chunked, BodyHandlers.ofString()), 202);
        assertThat(ingest.sent().get(0).frame().jpeg()).isEqualTo(large);
    }

    @Test
    void passesOnWhatTheClientSays() throws Exception {
        HttpRequest request = request("door")
                .header("X-Capture-Time", "2026-03-01T13:00:00.000001+01:00")
                .header("X-Client-Sequence", "41")
                .header("X-Skipped", "3")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .POST(BodyPublishers.ofByteArray(Jpegs.small()))
                .build();
        json(client.send(request, BodyHandlers.ofString()), 202);
        Frame frame = ingest.sent().get(0).frame();
        assertThat(frame.capturedMicros()).isEqualTo(1_772_366_400_000_001L);
        assertThat(frame.captureClock()).isEqualTo(CaptureClock.SOURCE);
        assertThat(frame.clientSequence()).hasValue(41);
        assertThat(frame.skipped()).isEqualTo(3);
        assertThat(frame.traceparent()).hasValue("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Capture-Time, yesterday",
        "X-Capture-Time, 1969-12-31T23:59:59Z",
        "X-Capture-Time, 999999999999999999",
        "X-Client-Sequence, -1",
        "X-Client-Sequence, 9999999999999999999999",
        "X-Skipped, 3000000000",
        "traceparent, 00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "traceparent, ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    })
    void refusesAHeaderThatIsWrong(String name, String value) throws Exception {
        HttpRequest request = request("door")
                .header(name, value)
                .POST(BodyPublishers.ofByteArray(Jpegs.small()))
                .build();
        JsonObject refusal = json(client.send(request, BodyHandlers.ofString()), 400);
        assertThat(refusal.getString("refused")).isEqualTo("bad_header");
        assertThat(refusal.getString("reason")).contains(name);
        requireRefused(FrameRejection.BAD_HEADER);
    }

    @Test
    void refusesABadCameraId() throws Exception {
        JsonObject refusal = json(post("%2Fdoor", Jpegs.small()), 400);
        assertThat(refusal.getString("refused")).isEqualTo("bad_camera");
        requireRefused(FrameRejection.BAD_CAMERA);
    }

    @Test
    void refusesABodyThatSaysItIsTooLarge() throws Exception {
        JsonObject refusal = json(post("door", new byte[Limits.MAX_FRAME_BYTES + 1]), 413);
        assertThat(refusal.getString("reason")).contains("2097153").contains("2097152");
        requireRefused(FrameRejection.TOO_LARGE);
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() throws Exception {
        byte[] large = new byte[Limits.MAX_FRAME_BYTES + 1];
        HttpRequest chunked = request("door")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        json(client.send(chunked, BodyHandlers.ofString()), 413);
        requireRefused(FrameRejection.TOO_LARGE);
    }

    @Test
    void refusesTooManyPixels() throws Exception {
        JsonObject refusal = json(post("door", Jpegs.claiming(5001, 5000)), 413);
        assertThat(refusal.getString("refused")).isEqualTo("too_many_pixels");
        requireRefused(FrameRejection.TOO_MANY_PIXELS);
    }

    @Test
    void refusesWhatIsNoJpeg() throws Exception {
        json(post("door", "hello".getBytes(StandardCharsets.UTF_8)), 415);
        json(post("door", new byte[0]), 415);
        assertThat(ingest.refused(FrameRejection.NOT_JPEG)).isEqualTo(2);
        assertThat(ingest.value("sessions")).isZero();
    }

    @Test
    void refusesATruncatedJpeg() throws Exception {
        json(post("door", Jpegs.truncated()), 422);
        requireRefused(FrameRejection.TRUNCATED);
    }

    @Test
    void refusesACameraOverItsQuotaAndSaysWhenToComeBack() throws Exception {
        serve(new Fixture(false, 1, 2, 8), LONG, 100);
        CompletableFuture<HttpResponse<String>> first = postLater("door");
        ingest.awaitSent(1);
        HttpResponse<String> refused = post("door", Jpegs.small());
        assertThat(json(refused, 429).getString("refused")).isEqualTo("camera_quota");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        CompletableFuture<HttpResponse<String>> other = postLater("yard");
        ingest.awaitSent(2);
        assertThat(json(post("roof", Jpegs.small()), 429).getString("refused")).isEqualTo("total_quota");
        assertThat(ingest.value("frames_in_flight")).isEqualTo(2);
        assertThat(ingest.imbalance()).isZero();
        ingest.producer.completeNext();
        ingest.producer.completeNext();
        json(first.get(), 202);
        json(other.get(), 202);
        assertThat(ingest.imbalance()).isZero();
    }

    @Test
    void refusesASessionTooMany() throws Exception {
        serve(new Fixture(true), LONG, 1);
        json(post("door", Jpegs.small()), 202);
        assertThat(json(post("yard", Jpegs.small()), 429).getString("refused")).isEqualTo("sessions_full");
        json(post("door", Jpegs.small()), 202);
        assertThat(ingest.imbalance()).isZero();
    }

    @Test
    void saysUnconfirmedWhenTheBrokerIsSilent() throws Exception {
        serve(new Fixture(false), SHORT, 100);
        HttpResponse<String> answer = post("door", Jpegs.small());
        assertThat(json(answer, 503).getString("refused")).isEqualTo("unconfirmed");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        // The frame is in flight until the producer gives its word.
        assertThat(ingest.value("frames_in_flight")).isEqualTo(1);
        ingest.producer.completeNext();
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(1, 1, 0, 0));
    }

    @Test
    void saysUnconfirmedWhenTheBrokerFails() throws Exception {
        serve(new Fixture(false), LONG, 100);
        CompletableFuture<HttpResponse<String>> answer = postLater("door");
        ingest.awaitSent(1);
        ingest.producer.errorNext(new org.apache.kafka.common.errors.TimeoutException("expired"));
        assertThat(json(answer.get(), 503).getString("refused")).isEqualTo("unconfirmed");
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(1, 0, 0, 1));
    }

    @Test
    void saysWhenTheProducerRefuses() throws Exception {
        ingest.producer.sendException = new org.apache.kafka.common.errors.TimeoutException("no metadata");
        assertThat(json(post("door", Jpegs.small()), 503).getString("refused")).isEqualTo("not_sent");
        requireRefused(FrameRejection.NOT_SENT);
    }

    @Test
    void refusesABodyThatDoesNotCome() throws Exception {
        serve(new Fixture(true), SHORT, 100);
        try (Socket socket = open("POST /v1/cameras/door/frames HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")) {
            assertThat(statusLine(socket)).contains("408");
        }
        requireRefused(FrameRejection.SLOW_BODY);
    }

    @Test
    void countsAClientThatHangsUp() throws Exception {
        open("POST /v1/cameras/door/frames HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
                .close();
        org.awaitility.Awaitility.await().until(() -> ingest.refused(FrameRejection.ABORTED) == 1);
        requireRefused(FrameRejection.ABORTED);
    }

    @Test
    void keepsTheConnectionOfACameraItRefused() throws Exception {
        String head = "POST /v1/cameras/%s/frames HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
        try (Socket socket = open(String.format(head, "-bad") + String.format(head, "door"))) {
            assertThat(statusLine(socket)).contains("400");
            String line = statusLine(socket);
            while (!line.contains("HTTP/1.1")) {
                line = statusLine(socket);
            }
            assertThat(line).contains("415");
        }
    }

    @Test
    void letsAClientAskBeforeItSends() throws Exception {
        String head = "POST /v1/cameras/door/frames HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
        try (Socket socket = open(head + Jpegs.small().length + "\r\n\r\n")) {
            assertThat(statusLine(socket)).contains("100");
        }
        try (Socket socket = open(head + "3000000\r\n\r\n")) {
            assertThat(statusLine(socket)).contains("413");
        }
    }

    @Test
    void answersOtherPathsAndMethodsWithJson() throws Exception {
        HttpRequest get = request("door").GET().build();
        assertThat(json(client.send(get, BodyHandlers.ofString()), 405).getString("refused"))
                .isEqualTo("method_not_allowed");
        HttpRequest lost = HttpRequest.newBuilder(uri("/nowhere")).GET().build();
        assertThat(json(client.send(lost, BodyHandlers.ofString()), 404).getString("refused"))
                .isEqualTo("not_found");
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(0, 0, 0, 0));
    }

    @Test
    void finishesWhatIsInFlightWhenClosed() throws Exception {
        serve(new Fixture(false), LONG, 100);
        CompletableFuture<HttpResponse<String>> answer = postLater("door");
        ingest.awaitSent(1);
        var closed = server.close().toCompletionStage().toCompletableFuture();
        ingest.producer.completeNext();
        json(answer.get(), 202);
        closed.get(10, TimeUnit.SECONDS);
    }

    private void requireRefused(FrameRejection reason) {
        assertThat(ingest.refused(reason)).isEqualTo(1);
        assertThat(ingest.refusedOfCameras()).isEqualTo(reason == FrameRejection.BAD_CAMERA ? 0 : 1);
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(1, 0, 1, 0));
        assertThat(ingest.imbalance()).isZero();
        assertThat(ingest.sent()).isEmpty();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpRequest.Builder request(String camera) {
        return HttpRequest.newBuilder(uri("/v1/cameras/" + camera + "/frames")).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> post(String camera, byte[] body) throws IOException, InterruptedException {
        return client.send(
                request(camera).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> postLater(String camera) {
        return client.sendAsync(
                request(camera).POST(BodyPublishers.ofByteArray(Jpegs.small())).build(), BodyHandlers.ofString());
    }

    private Socket open(String bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static JsonObject json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body().lines()).hasSize(1);
        return new JsonObject(response.body());
    }
}
