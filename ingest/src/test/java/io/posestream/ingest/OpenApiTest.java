package io.posestream.ingest;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Limits;
import io.prometheus.client.CollectorRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} says what the code does. */
class OpenApiTest {
    static final String FRAMES = "/v1/cameras/{camera}/frames";
    static final String STREAM = "/v1/cameras/{camera}/stream";
    private static final Object[] BODY = {"content", "application/json", "schema"};

    private final Vertx vertx = Vertx.vertx();
    private final YamlFile api = YamlFile.openApi();

    OpenApiTest() throws IOException {}

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void namesEveryRouteAndNoOther() {
        FrameServer frames =
                new FrameServer(vertx, null, null, null, null, null, FrameServer.Waits.DEFAULT, Duration.ofMillis(500));
        Origins origins = new Origins("127.0.0.1");
        LivePage page = new LivePage(null, null, "127.0.0.1");
        OpsServer ops = new OpsServer(vertx, Optional::empty, Optional::empty, new CollectorRegistry());
        Set<String> routes = new TreeSet<>(routes(frames.router(origins, page::mount)));
        routes.addAll(routes(ops.router()));
        Set<String> named = new TreeSet<>();
        api.map("paths")
                .forEach((path, item) -> ((Map<?, ?>) item)
                        .keySet().stream()
                                .filter(key ->
                                        Set.of("get", "post", "put", "delete").contains(key))
                                .forEach(method -> named.add(method + " " + path)));

        assertThat(named).isEqualTo(routes);
    }

    @Test
    void namesEveryHeaderThatIsRead() {
        Set<String> read = new TreeSet<>();
        FrameHeaders.read(name -> {
            read.add(name);
            return null;
        });
        Set<String> named = new TreeSet<>();
        for (int i = 0; i < ((List<?>) api.at("paths", FRAMES, "post", "parameters")).size(); i++) {
            assertThat(api.at("paths", FRAMES, "post", "parameters", i, "in")).isEqualTo("header");
            named.add((String) api.at("paths", FRAMES, "post", "parameters", i, "name"));
        }

        assertThat(named).isEqualTo(read);
    }

    @Test
    void namesEveryAnswerToAFrame() {
        Map<Integer, Set<String>> answers = codesByStatus(Arrays.stream(FrameRejection.values()));
        add(
                answers,
                OtherRefusal.BAD_REQUEST,
                OtherRefusal.FOREIGN_ORIGIN,
                OtherRefusal.DEFECT,
                OtherRefusal.UNCONFIRMED);

        assertThat(refusals(FRAMES, "post")).isEqualTo(answers);
        assertThat(answers.keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrderElementsOf(without(api.keys("paths", FRAMES, "post", "responses"), "202"));
    }

    @Test
    void namesEveryAnswerToTheHandshake() {
        Map<Integer, Set<String>> answers =
                codesByStatus(Arrays.stream(FrameRejection.values()).filter(OpenApiTest::isSaidBeforeTheUpgrade));
        add(
                answers,
                OtherRefusal.BAD_REQUEST,
                OtherRefusal.FOREIGN_ORIGIN,
                OtherRefusal.DEFECT,
                OtherRefusal.NO_WEBSOCKET);

        assertThat(refusals(STREAM, "get")).isEqualTo(answers);
        assertThat(answers.keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrderElementsOf(without(api.keys("paths", STREAM, "get", "responses"), "101"));
    }

    @Test
    void namesEveryWordOfARefusal() {
        List<String> codes = Stream.concat(
                        Arrays.stream(FrameRejection.values()).map(FrameRejection::code),
                        Arrays.stream(OtherRefusal.values()).map(OtherRefusal::code))
                .toList();

        assertThat(api.strings("components", "schemas", "Refusal", "properties", "refused", "enum"))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void saysWhichAnswersTellWhenToComeBack() {
        for (String path : List.of(FRAMES, STREAM)) {
            String method = path.equals(FRAMES) ? "post" : "get";
            api.map("paths", path, method, "responses")
                    .forEach((status, response) -> assertThat(((Map<?, ?>) response).containsKey("headers"))
                            .as(status)
                            .isEqualTo(status.equals("429") || status.equals("503")));
        }
    }

    @Test
    void namesTheLimits() {
        assertThat(api.at("paths", FRAMES, "post", "requestBody", "content", "image/jpeg", "schema", "maxLength"))
                .isEqualTo(Limits.MAX_FRAME_BYTES);
        assertThat((String) api.at("paths", FRAMES, "post", "requestBody", "description"))
                .contains(Limits.MAX_FRAME_BYTES + " bytes", Limits.MAX_FRAME_PIXELS + " pixels");
        assertThat(FrameServer.Waits.DEFAULT)
                .isEqualTo(new FrameServer.Waits(Duration.ofSeconds(10), Duration.ofSeconds(5)));
        assertThat(api.at("paths", FRAMES, "post", "description"))
                .isEqualTo("Ten seconds for the body, five for the broker.");
    }

    /** A new rejection has to be sorted in before this compiles. */
    static boolean isSaidBeforeTheUpgrade(FrameRejection rejection) {
        return switch (rejection) {
            case BAD_CAMERA, SESSIONS_FULL, SHUTTING_DOWN -> true;
            case BAD_HEADER,
                    ABORTED,
                    SLOW_BODY,
                    TOO_LARGE,
                    TOO_MANY_PIXELS,
                    NOT_JPEG,
                    TRUNCATED,
                    CAMERA_QUOTA,
                    TOTAL_QUOTA,
                    QUEUE_FULL,
                    NOT_SENT -> false;
        };
    }

    private static Set<String> routes(Router router) {
        Set<String> routes = new HashSet<>();
        router.getRoutes()
                .forEach(route -> route.methods()
                        .forEach(method -> routes.add(method.name().toLowerCase(Locale.ROOT)
                                + " "
                                + route.getName()
                                        .replaceAll(":(\\w+)", "{$1}")
                                        .replaceFirst("^/live/.+", "/live/{file}"))));
        return routes;
    }

    private static Map<Integer, Set<String>> codesByStatus(Stream<FrameRejection> rejections) {
        return rejections.collect(groupingBy(
                FrameRejection::status, TreeMap::new, mapping(FrameRejection::code, toCollection(TreeSet::new))));
    }

    private static void add(Map<Integer, Set<String>> answers, OtherRefusal... refusals) {
        for (OtherRefusal refusal : refusals) {
            answers.computeIfAbsent(refusal.status(), status -> new TreeSet<>()).add(refusal.code());
        }
    }

    /** The words that the file gives for each status that refuses. */
    private Map<Integer, Set<String>> refusals(String path, String method) {
        Map<Integer, Set<String>> refusals = new TreeMap<>();
        api.keys("paths", path, method, "responses").stream()
                .filter(status -> Integer.parseInt(status) >= 400)
                .forEach(status -> {
                    List<Object> words = new ArrayList<>(List.of("paths", path, method, "responses", status));
                    words.addAll(List.of(BODY));
                    words.addAll(List.of("allOf", 1, "properties", "refused", "enum"));
                    refusals.put(Integer.valueOf(status), new TreeSet<>(api.strings(words.toArray())));
                });
        return refusals;
    }

    private static List<String> without(Set<String> keys, String one) {
        return keys.stream().filter(key -> !key.equals(one)).toList();
    }
}
