package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameStreamTest {
    private static final int MAX_SESSIONS = 4;

    private final HttpClient client = HttpClient.newHttpClient();
    private Vertx vertx;
    private Fixture ingest;
    private FrameServer server;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        serve(new Fixture(true), Duration.ofSeconds(30));
    }

    private void serve(Fixture fixture, Duration confirm) throws Exception {
        ingest = fixture;
        Sessions sessions =
                new Sessions(ingest.ids, MAX_SESSIONS, Duration.ofSeconds(30), System::nanoTime, ingest.metrics);
        server = new FrameServer(
                vertx,
                ingest.quota,
                sessions,
                ingest.publisher,
                ingest.metrics,
                Fixture.CLOCK,
                new FrameServer.Waits(Duration.ofSeconds(30), confirm),
                Duration.ofMillis(500));
        server.listen("127.0.0.1", 0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void answersEachFrameWithItsIdentityInOrder() throws Exception {
        Camera camera = connect("door");
        camera.send(Jpegs.small());
        camera.send(Jpegs.small());

        JsonObject first = camera.answer();
        JsonObject second = camera.answer();
        assertThat(first.getLong("sequence")).isZero();
        assertThat(second.getLong("sequence")).isEqualTo(1);
        assertThat(second.getString("session")).isEqualTo(first.getString("session"));
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(2, 2, 0, 0));
        assertThat(ingest.sent())
                .allSatisfy(sent -> assertThat(sent.frame().maxAgeMillis()).hasValue(500));
    }

    @Test
    void aConnectionIsASession() throws Exception {
        Camera first = connect("door");
        Camera second = connect("door");
        first.send(Jpegs.small());
        second.send(Jpegs.small());

        assertThat(first.answer().getString("session"))
                .isNotEqualTo(second.answer().getString("session"));
        assertThat(ingest.value("sessions")).isEqualTo(2);
        first.close();
        await().until(() -> ingest.value("sessions") == 1);
    }

    @Test
    void aRefusedFrameEndsNothingAndKeepsItsPlaceInTheAnswers() throws Exception {
        Camera camera = connect("door");
        camera.send(Jpegs.small());
        camera.send(Jpegs.truncated());
        camera.send(Jpegs.small());

        assertThat(camera.answer().getLong("sequence")).isZero();
        JsonObject refused = camera.answer();
        assertThat(refused.getString("refused")).isEqualTo("truncated");
        assertThat(refused.getString("reason")).isNotEmpty();
        assertThat(camera.answer().getLong("sequence")).isEqualTo(1);
        assertThat(ingest.imbalance()).isZero();
    }

    @Test
    void passesOnWhatTheTextBeforeAFrameSays() throws Exception {
        Camera camera = connect("door");
        camera.say("{\"X-Client-Sequence\": 41, \"X-Skipped\": \"3\", \"X-Capture-Time\": 1772366400000001}");
        camera.send(Jpegs.small());
        camera.send(Jpegs.small());

        assertThat(camera.answer().getLong("clientSequence")).isEqualTo(41);
        assertThat(camera.answer().containsKey("clientSequence")).isFalse();
        var frame = ingest.sent().get(0).frame();
        assertThat(frame.clientSequence()).hasValue(41);
        assertThat(frame.skipped()).isEqualTo(3);
        assertThat(frame.capturedMicros()).isEqualTo(1_772_366_400_000_001L);
        assertThat(ingest.sent().get(1).frame().clientSequence()).isEmpty();
    }

    @Test
    void aTextThatIsNoneIsToldWithItsFrame() throws Exception {
        Camera camera = connect("door");
        for (String text :
                new String[] {"hello", "[1]", "{\"X-Skipped\": -1}", "{\"x\": \"" + "x".repeat(16 << 10) + "\"}"}) {
            camera.say(text);
            camera.send(Jpegs.small());
            assertThat(camera.answer().getString("refused")).as(text).isEqualTo("bad_header");
        }
        camera.send(Jpegs.small());
        assertThat(camera.answer().getLong("sequence")).isZero();
    }

    @Test
    void readsNoFurtherThanTheFramesThatMayBeInFlight() throws Exception {
        restart(new Fixture(false, 2, 128, 128), Duration.ofSeconds(30));
        Camera camera = connect("door");
        for (int i = 0; i < 5; i++) {
            camera.send(Jpegs.small());
        }
        ingest.awaitSent(2);
        assertThat(ingest.value("frames_in_flight")).isEqualTo(2);
        assertThat(ingest.producer.history()).hasSize(2);

        for (int sent = 3; sent <= 5; sent++) {
            ingest.producer.completeNext();
            ingest.awaitSent(sent);
            assertThat(ingest.value("frames_in_flight")).isEqualTo(2);
        }
        ingest.producer.completeNext();
        ingest.producer.completeNext();
        for (int sequence = 0; sequence < 5; sequence++) {
            assertThat(camera.answer().getLong("sequence")).isEqualTo(sequence);
        }
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(5, 5, 0, 0));
    }

    @Test
    void takesNoMoreThanAFewFramesOfACameraThatDoesNotWait() throws Exception {
        restart(new Fixture(false, 1, 1, 128), Duration.ofSeconds(30));
        Camera camera = connect("door");
        byte[] jpeg = Arrays.copyOf(Jpegs.small(), Limits.MAX_FRAME_BYTES);
        jpeg[jpeg.length - 2] = (byte) 0xff;
        jpeg[jpeg.length - 1] = (byte) 0xd9;
        int taken = 0;
        CompletableFuture<WebSocket> sending = camera.socket.sendBinary(ByteBuffer.wrap(jpeg), true);
        while (taken < 40 && completes(sending)) {
            taken++;
            sending = camera.socket.sendBinary(ByteBuffer.wrap(jpeg), true);
        }

        // One in flight, one in the inbox, and the rest in the buffers of the two sockets, of some 10 MiB.
        assertThat(taken).isLessThanOrEqualTo(9);
        assertThat(ingest.producer.history()).hasSize(1);
        for (int sequence = 0; sequence <= taken; sequence++) {
            ingest.awaitSent(sequence + 1);
            ingest.producer.completeNext();
            assertThat(camera.answer().getLong("sequence")).isEqualTo(sequence);
        }
    }

    private static boolean completes(CompletableFuture<?> sending) throws Exception {
        try {
            sending.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void waitsForAPlaceThatOthersTookInTheOrderOfAsking() throws Exception {
        restart(new Fixture(false, 2, 2, 128), Duration.ofSeconds(30));
        Camera first = connect("a");
        first.send(Jpegs.small());
        first.send(Jpegs.small());
        ingest.awaitSent(2);
        Camera second = connect("b");
        second.send(Jpegs.small());
        await().until(() -> ingest.quota.waiting() == 1);
        Camera third = connect("c");
        third.send(Jpegs.small());
        await().until(() -> ingest.quota.waiting() == 2);
        assertThat(ingest.value("frames_waiting")).isEqualTo(2);

        ingest.producer.completeNext();
        ingest.awaitSent(3);
        ingest.producer.completeNext();
        ingest.awaitSent(4);

        assertThat(ingest.sent())
                .extracting(sent -> sent.frame().id().camera().value())
                .containsExactly("a", "a", "b", "c");
        assertThat(ingest.imbalance()).isZero();
    }

    @Test
    void leavesAnEighthOfThePlacesToThoseWhoCannotWait() throws Exception {
        restart(new Fixture(false, 2, 8, 128), Duration.ofSeconds(30));
        for (int i = 0; i < 4; i++) {
            Camera camera = connect("c" + i);
            camera.send(Jpegs.small());
            camera.send(Jpegs.small());
        }
        await().until(() -> ingest.quota.waiting() == 1);
        assertThat(ingest.value("frames_in_flight")).isEqualTo(7);

        CompletableFuture<PublishedFrame> single = ingest.publish(ingest.session("single"));

        ingest.awaitSent(8);
        assertThat(ingest.value("frames_in_flight")).isEqualTo(8);
        while (!single.isDone()) {
            ingest.producer.completeNext();
        }
        assertThat(ingest.value("frames_waiting")).isZero();
    }

    @Test
    void aCameraThatHangsUpWhileItWaitsGivesItsPlaceInTheQueueUp() throws Exception {
        restart(new Fixture(false, 1, 1, 128), Duration.ofSeconds(30));
        Camera first = connect("a");
        first.send(Jpegs.small());
        ingest.awaitSent(1);
        Camera second = connect("b");
        second.send(Jpegs.small());
        await().until(() -> ingest.quota.waiting() == 1);

        second.close();

        await().until(() -> ingest.quota.waiting() == 0);
        ingest.producer.completeNext();
        assertThat(first.answer().getLong("sequence")).isZero();
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(2, 1, 1, 0));
        assertThat(ingest.refused(FrameRejection.ABORTED)).isEqualTo(1);
        assertThat(ingest.imbalance()).isZero();
    }

    @Test
    void aCameraThatHangsUpWhileItWaitsStopsNoTimerOfOthers() throws Exception {
        restart(new Fixture(false, 1, 1, 128), Duration.ofSeconds(30));
        Camera first = connect("a");
        first.send(Jpegs.small());
        ingest.awaitSent(1);
        Camera second = connect("b");
        second.send(Jpegs.small());
        await().until(() -> ingest.quota.waiting() == 1);

        second.close();

        await().until(() -> ingest.quota.waiting() == 0);
        assertThat(vertx.cancelTimer(0))
                .as("the first timer, which ends idle sessions")
                .isTrue();
    }

    @Test
    void aCameraThatSaysGoodbyeWithFramesInFlightEndsItsSessionInPeace() throws Exception {
        restart(new Fixture(false), Duration.ofSeconds(30));
        CompletableFuture<Throwable> defect = new CompletableFuture<>();
        vertx.exceptionHandler(defect::complete);
        Camera camera = connect("door");
        camera.send(Jpegs.small());
        camera.send(Jpegs.small());
        ingest.awaitSent(2);

        CompletableFuture<WebSocket> unused = camera.socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        ingest.producer.completeNext();
        ingest.producer.completeNext();

        await().until(() -> ingest.value("sessions") == 0 && ingest.value("frames_in_flight") == 0);
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(2, 2, 0, 0));
        assertThat(defect).isNotDone();
    }

    @Test
    void aFrameWithoutTheBrokersWordIsAnsweredAsUnconfirmed() throws Exception {
        restart(new Fixture(false), Duration.ofMillis(100));
        Camera camera = connect("door");
        camera.send(Jpegs.small());

        JsonObject answer = camera.answer();
        assertThat(answer.getString("refused")).isEqualTo("unconfirmed");
        assertThat(answer.getString("reason")).contains("100 ms").contains("may be published");
        assertThat(ingest.value("frames_in_flight")).isEqualTo(1);
    }

    @Test
    void aMessageTooLargeForAFrameIsRefused() throws Exception {
        Camera camera = connect("door");
        camera.send(new byte[Limits.MAX_FRAME_BYTES + 1]);

        assertThat(camera.answer().getString("refused")).isEqualTo("too_large");
        assertThat(ingest.imbalance()).isZero();
    }

    @Test
    void fragmentsThatGrowTooLargeEndTheConnection() throws Exception {
        Camera camera = connect("door");
        CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(camera.socket);
        for (int i = 0; i < 3; i++) {
            sending = sending.thenCompose(
                    socket -> socket.sendBinary(ByteBuffer.wrap(new byte[Limits.MAX_FRAME_BYTES / 2]), false));
        }

        assertThat(camera.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(0, 0, 0, 0));
    }

    @Test
    void aGoodbyeIsReturnedAsOne() throws Exception {
        Camera camera = connect("door");
        camera.socket.sendClose(1000, "").get(10, TimeUnit.SECONDS);

        assertThat(camera.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void aMessageTooLargeToBeReadAtAllEndsTheConnection() throws Exception {
        Camera camera = connect("door");
        // How far the sender gets before it hears of it is its own affair.
        CompletableFuture<WebSocket> unused =
                camera.socket.sendBinary(ByteBuffer.wrap(new byte[FrameServer.MAX_MESSAGE_BYTES + 1]), true);

        assertThat(camera.closed.get(10, TimeUnit.SECONDS)).isPositive();
        assertThat(ingest.metrics.progress()).isEqualTo(new IngestProgress(0, 0, 0, 0));
        await().until(() -> ingest.value("sessions") == 0);
    }

    @Test
    void refusesABadCameraAndTooManySessionsBeforeTheUpgrade() throws Exception {
        assertThat(handshakeStatus("no%20camera")).isEqualTo(400);
        for (int i = 0; i < MAX_SESSIONS; i++) {
            connect("c" + i);
        }
        assertThat(handshakeStatus("door")).isEqualTo(429);
    }

    @Test
    void refusesAPageOfAnotherSite() {
        assertThatThrownBy(() -> connect("door", "http://attacker.example"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
        assertThat(ingest.value("sessions")).isZero();
    }

    @Test
    void aRequestThatIsNoWebSocketIsToldSo() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/cameras/door/stream"))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(426);
        assertThat(response.body()).contains("no_websocket");
    }

    @Test
    void closingAnswersWhatIsInFlightAndSaysWhy() throws Exception {
        restart(new Fixture(false), Duration.ofSeconds(30));
        Camera camera = connect("door");
        camera.send(Jpegs.small());
        ingest.awaitSent(1);

        Future<Void> closing = server.close();
        ingest.producer.completeNext();

        assertThat(camera.answer().getLong("sequence")).isZero();
        assertThat(camera.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        closing.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void restart(Fixture fixture, Duration confirm) throws Exception {
        ingest.close();
        serve(fixture, confirm);
    }

    private int handshakeStatus(String camera) throws Exception {
        try {
            Camera unused = connect(camera);
            return 101;
        } catch (ExecutionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private Camera connect(String camera) throws Exception {
        return connect(camera, "http://127.0.0.1:" + server.port());
    }

    private Camera connect(String camera, String origin) throws Exception {
        Camera listener = new Camera();
        listener.socket = client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + server.port() + "/v1/cameras/" + camera + "/stream"), listener)
                .get(10, TimeUnit.SECONDS);
        return listener;
    }

    private static final class Camera implements WebSocket.Listener {
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private WebSocket socket;

        void send(byte[] jpeg) throws Exception {
            socket.sendBinary(ByteBuffer.wrap(jpeg), true).get(10, TimeUnit.SECONDS);
        }

        void say(String text) throws Exception {
            socket.sendText(text, true).get(10, TimeUnit.SECONDS);
        }

        JsonObject answer() throws InterruptedException {
            return new JsonObject(answers.poll(10, TimeUnit.SECONDS));
        }

        void close() {
            socket.abort();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            answers.add(text.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }
}
