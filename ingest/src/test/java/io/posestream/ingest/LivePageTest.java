package io.posestream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePageTest {
    private static final TopicPartition FRAMES = new TopicPartition(Topics.FRAMES, 0);
    private static final TopicPartition SKELETONS = new TopicPartition(Topics.SKELETONS, 0);
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"|from '\\.(/[^']+)'");

    private final CollectorRegistry registry = new CollectorRegistry();
    private final LiveMetrics metrics = new LiveMetrics(registry);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final LiveFeed feed = new LiveFeed(consumer, metrics, () -> 41);
    private final LivePage page = new LivePage(feed, metrics, "127.0.0.1");
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(4 << 20));
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;

    /** What one open page has received. */
    private static final class Tab {
        private final WebSocket socket;
        private final Queue<JsonObject> texts = new ConcurrentLinkedQueue<>();
        private final Queue<Buffer> pictures = new ConcurrentLinkedQueue<>();

        Tab(WebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(text -> texts.add(new JsonObject(text)));
            socket.binaryMessageHandler(pictures::add);
        }

        List<JsonObject> headers() {
            return pictures.stream()
                    .map(picture -> new JsonObject(picture.getBuffer(4, 4 + picture.getInt(0))))
                    .toList();
        }

        List<String> cameras() {
            return headers().stream().map(header -> header.getString("camera")).toList();
        }

        List<JsonObject> statistics() {
            return texts.stream()
                    .filter(text -> text.getString("type").equals("statistics"))
                    .toList();
        }
    }

    @BeforeEach
    void start() throws Exception {
        for (TopicPartition partition : List.of(FRAMES, SKELETONS)) {
            consumer.updatePartitions(
                    partition.topic(), List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), null, null)));
            consumer.updateEndOffsets(Map.of(partition, 0L));
        }
        Router router = Router.router(vertx);
        page.mount(router);
        server = vertx.createHttpServer(new HttpServerOptions().setPerMessageWebSocketCompressionSupported(false))
                .requestHandler(router);
        done(server.listen(0, "127.0.0.1"));
        feed.start();
        await().until(() -> consumer.assignment().size() == 2);
    }

    @AfterEach
    void stop() throws Exception {
        page.close();
        feed.close();
        done(vertx.close());
    }

    @Test
    void servesAPageThatLoadsNothingFromElsewhere() throws Exception {
        List<String> open = new ArrayList<>(List.of("/"));
        for (int n = 0; n < open.size(); n++) {
            HttpResponse<String> answer = http.send(request(open.get(n)).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(open.get(n)).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .endsWith("charset=utf-8");
            REFERENCE
                    .matcher(answer.body())
                    .results()
                    .map(found -> found.group(1) != null ? found.group(1) : "/live" + found.group(2))
                    .filter(path -> !open.contains(path))
                    .forEach(open::add);
        }
        assertThat(open).contains("/live/page.js", "/live/skeleton.js", "/live/live.css", "/live/icon.svg");
    }

    @Test
    void sendsAFrameWithTheSkeletonThatBelongsToIt() throws Exception {
        Tab tab = openWatching("door");
        for (int n = 1; n < 5; n++) {
            consumer.addRecord(LiveRecords.onTopic(LiveRecords.frame(LiveRecords.id("door", n))));
        }
        consumer.addRecord(LiveRecords.onTopic(LiveRecords.skeleton(LiveRecords.id("door", 3), Fate.POSED)));
        await().until(() -> tab.pictures.size() == 1);
        JsonObject header = tab.headers().get(0);
        assertThat(header.getString("session")).isEqualTo(LiveRecords.SESSION.toString());
        assertThat(header.getLong("sequence")).isEqualTo(3);
        assertThat(header.getInteger("widthPx")).isEqualTo(640);
        assertThat(header.getDouble("ageMillis")).isEqualTo(80);
        JsonObject person = header.getJsonArray("persons").getJsonObject(0);
        assertThat(person.getJsonArray("keypoints").getJsonArray(20)).isEqualTo(new JsonArray("[200.0,400.0,0.9]"));
        assertThat(person.getString("limbs")).isEqualTo("unified-21");
        Buffer picture = tab.pictures.element();
        assertThat(picture.getBuffer(4 + picture.getInt(0), picture.length())).isEqualTo(Buffer.buffer(new byte[] {3}));
    }

    @Test
    void leavesUnknownKeypointsOutAndDrawsTheTrunkWithoutThem() throws Exception {
        Tab tab = openWatching("door");
        FrameId id = LiveRecords.id("door", 1);
        consumer.addRecord(LiveRecords.onTopic(LiveRecords.frame(id)));
        consumer.addRecord(
                LiveRecords.onTopic(LiveRecords.skeleton(id, Fate.POSED, 1, 80_000, List.of(LiveRecords.person(17)))));
        await().until(() -> tab.pictures.size() == 1);
        JsonObject person = tab.headers().get(0).getJsonArray("persons").getJsonObject(0);
        assertThat(person.getJsonArray("keypoints")).hasSize(21);
        assertThat(person.getJsonArray("keypoints").getValue(16)).isNotNull();
        assertThat(person.getJsonArray("keypoints").getValue(17)).isNull();
        assertThat(person.getString("limbs")).isEqualTo("coco-17");
    }

    @Test
    void greetsWithTheLayoutsAndTellsTheNumbersEverySecond() throws Exception {
        Tab tab = openWatching("door");
        await().until(() -> !tab.statistics().isEmpty());
        JsonObject hello = tab.texts.element();
        JsonObject layout = hello.getJsonObject("layouts").getJsonObject("unified-21");
        assertThat(layout.getJsonArray("keypoints")).hasSize(21).contains("head_top");
        assertThat(layout.getJsonArray("sides").getString(1)).isEqualTo("left");
        assertThat(layout.getJsonArray("limbs"))
                .contains(new JsonArray().add("pelvis").add("thorax"));
        JsonObject statistics = tab.statistics().get(0);
        JsonObject door = statistics.getJsonArray("cameras").getJsonObject(0);
        assertThat(door.getString("camera")).isEqualTo("door");
        assertThat(door.getJsonObject("fates")).isEqualTo(new JsonObject().put("EMPTY", 1));
        assertThat(statistics.getJsonObject("total").getJsonObject("fates"))
                .isEqualTo(new JsonObject().put("EMPTY", 1));
        assertThat(statistics.getJsonArray("first")).isEqualTo(new JsonArray().add("door"));
        assertThat(statistics.getLong("published")).isEqualTo(41);
        assertThat(statistics.getString("trouble")).isNull();
    }

    @Test
    void fetchesNoFramesWhileNobodyWatches() throws Exception {
        assertThat(consumer.paused()).containsExactly(FRAMES);
        Tab tab = openWatching("door");
        assertThat(value("viewers")).isEqualTo(1);
        tab.socket.writeTextMessage("{\"cameras\": []}");
        await().until(() -> consumer.paused().contains(FRAMES));
        tab.socket.writeTextMessage("{\"cameras\": null}");
        await().until(() -> consumer.paused().isEmpty());
        done(tab.socket.close());
        await().until(() -> consumer.paused().contains(FRAMES));
        assertThat(value("viewers")).isZero();
    }

    @Test
    void sendsAtMostTenPicturesASecondOfACamera() throws Exception {
        Tab tab = openWatching("door");
        consumer.schedulePollTask(() -> {
            for (int n = 1; n <= 200; n++) {
                FrameId id = LiveRecords.id("door", n);
                consumer.addRecord(LiveRecords.onTopic(LiveRecords.frame(id)));
                consumer.addRecord(LiveRecords.onTopic(LiveRecords.skeleton(id, Fate.POSED)));
            }
        });
        await().until(() -> value("pictures_joined_total") > 50);
        await().until(() -> value("pictures_sent_total") + skipped("rate") == value("pictures_joined_total"));
        assertThat(value("pictures_sent_total")).isBetween(1.0, 2.0);
        await().until(() -> tab.pictures.size() == (int) value("pictures_sent_total"));
    }

    @Test
    void showsTheCamerasThatAPageHasChosen() throws Exception {
        Tab all = openWatching("door", "yard");
        Tab one = open("http://127.0.0.1");
        one.socket.writeTextMessage("{\"cameras\": [\"yard\"]}");
        await().until(() -> {
            send("door");
            send("yard");
            return all.cameras().containsAll(List.of("door", "yard"))
                    && one.cameras().contains("yard");
        });
        one.pictures.clear();
        int seen = all.pictures.size();
        await().until(() -> {
            send("door");
            send("yard");
            return all.pictures.size() > seen + 4 && one.pictures.size() > 2;
        });
        assertThat(one.cameras()).containsOnly("yard");
    }

    @Test
    void leavesPicturesOutForAPageThatDoesNotTakeThem() throws Exception {
        String[] cameras = new String[12];
        for (int n = 0; n < cameras.length; n++) {
            cameras[n] = "camera-%02d".formatted(n);
        }
        Tab tab = openWatching(cameras);
        tab.socket.pause();
        consumer.schedulePollTask(() -> {
            for (int n = 0; n < cameras.length; n++) {
                FrameId id = LiveRecords.id(cameras[n], 100 + n);
                consumer.addRecord(LiveRecords.onTopic(LiveRecords.frame(id, new byte[2 << 20])));
                consumer.addRecord(LiveRecords.onTopic(LiveRecords.skeleton(id, Fate.POSED)));
            }
        });
        await().until(() -> skipped("slow_viewer") > 0 && value("pictures_joined_total") == 12);
        tab.socket.resume();
        await().until(() -> value("pictures_sent_total") + skipped("slow_viewer") == 12);
        await().until(() -> tab.pictures.size() == (int) value("pictures_sent_total"));
        assertThat(tab.pictures).isNotEmpty();
    }

    @Test
    void saysThatKafkaDoesNotAnswerAndGoesOnWhenItDoes() throws Exception {
        Tab tab = openWatching("door");
        consumer.setPollException(new TimeoutException("no broker in reach"));
        await().until(() -> tab.statistics().stream()
                .anyMatch(told -> "Kafka does not answer: no broker in reach".equals(told.getString("trouble"))));
        await().until(() -> {
            List<JsonObject> told = tab.statistics();
            return told.get(told.size() - 1).getString("trouble") == null;
        });
        await().until(() -> {
            send("door");
            return !tab.pictures.isEmpty();
        });
        assertThat(feed.alive()).isTrue();
    }

    @Test
    void tellsOfADefectAndGoesOn() throws Exception {
        Tab tab = openWatching("door");
        consumer.schedulePollTask(() -> {
            throw new IllegalStateException("odd");
        });
        await().until(() -> tab.statistics().stream()
                .anyMatch(told -> "a defect of the service, its log says more: odd".equals(told.getString("trouble"))));
        await().until(() -> {
            send("door");
            return !tab.pictures.isEmpty();
        });
        assertThat(feed.alive()).isTrue();
    }

    @Test
    void servesSoManyPagesAndTellsTheNextWhy() throws Exception {
        for (int n = 0; n < LiveFeed.MAX_VIEWERS; n++) {
            open("http://127.0.0.1");
        }
        await().until(() -> value("viewers") == LiveFeed.MAX_VIEWERS);
        Tab oneTooMany = open("http://127.0.0.1");
        await().until(oneTooMany.socket::isClosed);
        assertThat(oneTooMany.socket.closeStatusCode()).isEqualTo((short) 1013);
        assertThat(oneTooMany.socket.closeReason()).startsWith("16 pages are open");
        assertThat(value("viewers")).isEqualTo(16);
        assertThat(value("viewers_refused_total")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "[]", "null", "{\"cameras\": 3}", "{\"cameras\": [null, \"../\"]}"})
    void closesAConnectionThatSendsNonsense(String text) throws Exception {
        Tab tab = open("http://127.0.0.1");
        tab.socket.writeTextMessage(text);
        await().until(tab.socket::isClosed);
        assertThat(tab.socket.closeStatusCode()).isEqualTo((short) 1008);
        await().until(() -> value("viewers") == 0);
    }

    @Test
    void refusesAPageOfAnotherSite() {
        assertThatThrownBy(() -> open("http://attacker.example"))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        refused -> assertThat(refused.getStatus()).isEqualTo(403));
        assertThat(value("viewers")).isZero();
    }

    @Test
    void saysWhatThePathIsFor() throws Exception {
        HttpResponse<String> answer = http.send(request("/v1/live").build(), BodyHandlers.ofString(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.body()).contains("the page is at /");
    }

    /** A page that watches the cameras that there are, once their frames are fetched. */
    private Tab openWatching(String... cameras) throws Exception {
        Tab tab = open("http://127.0.0.1");
        for (String camera : cameras) {
            consumer.addRecord(LiveRecords.onTopic(LiveRecords.skeleton(LiveRecords.id(camera, next++), Fate.EMPTY)));
        }
        await().until(() -> consumer.paused().isEmpty());
        return tab;
    }

    /** Offsets and sequences. */
    private int next;

    private void send(String camera) {
        FrameId id = LiveRecords.id(camera, next++);
        consumer.addRecord(LiveRecords.onTopic(LiveRecords.frame(id)));
        consumer.addRecord(LiveRecords.onTopic(LiveRecords.skeleton(id, Fate.POSED)));
    }

    private Tab open(String site) throws Exception {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.actualPort())
                .setURI("/v1/live")
                .addHeader("Origin", site + ":" + server.actualPort());
        return done(client.connect(options).map(Tab::new));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }

    private double value(String metric) {
        return registry.getSampleValue("posestream_live_" + metric);
    }

    private double skipped(String reason) {
        return registry.getSampleValue(
                "posestream_live_pictures_skipped_total", new String[] {"reason"}, new String[] {reason});
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
