package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.Environment;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TopicSpec;
import io.posestream.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code asyncapi.yaml} says what the code does. */
class AsyncApiTest {
    private static final FrameId ID = new FrameId(Fixture.DOOR, new UUID(0x7000, 1), 42);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final Frame FULL = new Frame(
            ID,
            2,
            1,
            CaptureClock.SOURCE,
            OptionalLong.of(500),
            3,
            OptionalLong.of(7),
            Optional.of(TRACE),
            new byte[1]);
    private static final Frame BARE = new Frame(
            ID,
            2,
            2,
            CaptureClock.INGEST,
            OptionalLong.empty(),
            0,
            OptionalLong.empty(),
            Optional.empty(),
            new byte[1]);

    private final YamlFile api = YamlFile.asyncApi();

    AsyncApiTest() throws IOException {}

    @Test
    void namesEveryTopicWithItsPolicy() {
        Map<String, TopicSpec> named = new TreeMap<>();
        for (String channel : api.keys("channels")) {
            if (api.map("channels", channel, "bindings").containsKey("kafka")) {
                TopicSpec spec = named(channel);
                named.put(spec.name(), spec);
            }
        }

        assertThat(named.values())
                .containsExactlyInAnyOrderElementsOf(Topics.specs(Topics.CLUSTER_PARTITIONS, 1L << 30));
    }

    private TopicSpec named(String channel) {
        Map<String, Object> kafka = api.map("channels", channel, "bindings", "kafka");
        assertThat(kafka).containsEntry("topic", api.at("channels", channel, "address"));
        Map<String, String> configs = new TreeMap<>();
        api.map("channels", channel, "bindings", "kafka", "topicConfiguration")
                .forEach((key, value) -> configs.put(
                        key,
                        value instanceof List<?> list
                                ? String.join(
                                        ",", list.stream().map(String::valueOf).toList())
                                : value.toString()));
        return new TopicSpec((String) kafka.get("topic"), (int) kafka.get("partitions"), configs);
    }

    @Test
    void namesEveryHeaderOfAFrame() {
        requireHeaders(
                "frameRecord",
                FrameCodec.toRecord(Topics.FRAMES, BARE, 3).headers(),
                FrameCodec.toRecord(Topics.FRAMES, FULL, 3).headers());
        assertThat(api.strings(
                        "components", "messages", "frameRecord", "headers", "properties", "captureclock", "enum"))
                .containsExactlyInAnyOrderElementsOf(names(CaptureClock.values()));
    }

    @Test
    void namesEveryHeaderOfASkeletonRecord() {
        SkeletonFrame frame = new SkeletonFrame(
                ID,
                0,
                0,
                0,
                1,
                1,
                Fate.EMPTY,
                "",
                new Hops(1, 2, 3, 4, 5, 6, 0, 7, 0, 0),
                List.of(),
                "",
                List.of(),
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);

        requireHeaders(
                "skeletonRecord",
                SkeletonFrameCodec.headers(frame, Optional.empty()),
                SkeletonFrameCodec.headers(frame, Optional.of(TRACE)));
    }

    /** @param least what every record has; their values are given where the file has a {@code const} */
    private void requireHeaders(String message, Headers least, Headers most) {
        assertThat(api.keys("components", "messages", message, "headers", "properties"))
                .isEqualTo(values(most).keySet());
        assertThat(new TreeSet<>(api.strings("components", "messages", message, "headers", "required")))
                .isEqualTo(values(least).keySet());
        Map<String, String> values = values(most);
        for (String header : values.keySet()) {
            Map<String, Object> schema = api.map("components", "messages", message, "headers", "properties", header);
            if (schema.containsKey("const")) {
                assertThat(values).containsEntry(header, (String) schema.get("const"));
            }
            if (schema.containsKey("pattern")) {
                assertThat(values.get(header)).containsPattern((String) schema.get("pattern"));
            }
        }
        assertThat(api.at("components", "messages", message, "contentType")).isEqualTo(values.get("content-type"));
    }

    private static Map<String, String> values(Headers headers) {
        Map<String, String> values = new TreeMap<>();
        headers.forEach(header -> values.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return values;
    }

    @Test
    void namesEveryFate() {
        Set<String> fates = new TreeSet<>(names(Fate.values()));
        fates.remove(Fate.UNSPECIFIED.name());

        assertThat(api.keys("components", "messages", "skeletonRecord", "x-fates"))
                .isEqualTo(fates);
        assertThat(fates)
                .containsAll(
                        api.strings("components", "messages", "deadLetter", "headers", "properties", "fate", "enum"));
    }

    @ParameterizedTest
    @CsvSource({
        "skeletonRecord, /posestream/v1/skeleton_frame.proto",
        "release, /posestream/v1/model_release.proto",
        "rollout, /posestream/v1/model_release.proto",
        "workerStatus, /posestream/v1/worker_status.proto"
    })
    void holdsTheSchemaThatReadersGenerateCodeFrom(String message, String proto) throws IOException {
        try (InputStream in = FrameCodec.class.getResourceAsStream(proto)) {
            assertThat((String) api.at("components", "messages", message, "payload", "schema"))
                    .as("the .proto stands in asyncapi.yaml as it is: copy it there")
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void namesTheKeysOfTheModels() {
        String sha256 = "0123456789abcdef".repeat(4);

        assertThat(new ChunkKey(sha256, 511).toString()).matches(keyPattern("chunk"));
        assertThat(new ReleaseId(Slot.POSE, Integer.MAX_VALUE).toString()).matches(keyPattern("release"));
        assertThat(api.strings("components", "messages", "rollout", "bindings", "kafka", "key", "enum"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Slot.values()).map(Slot::id).toList());
        assertThat(api.at("components", "messages", "chunk", "payload", "maxLength"))
                .isEqualTo(ChunkKey.CHUNK_BYTES);
    }

    private String keyPattern(String message) {
        return (String) api.at("components", "messages", message, "bindings", "kafka", "key", "pattern");
    }

    @Test
    void namesEveryHeaderThatATextMessageMayHold() {
        Set<String> read = new TreeSet<>();
        FrameHeaders.read(name -> {
            read.add(name);
            return null;
        });

        assertThat(api.keys("components", "messages", "announcement", "payload", "properties"))
                .isEqualTo(read);
    }

    @Test
    void namesEveryAnswerOfTheWebSocket() {
        List<String> codes = Stream.concat(
                        Arrays.stream(FrameRejection.values())
                                .filter(AsyncApiTest::isSaidOnTheWebSocket)
                                .map(FrameRejection::code),
                        Stream.of(OtherRefusal.UNCONFIRMED.code()))
                .toList();

        assertThat(api.strings("components", "messages", "refused", "payload", "properties", "refused", "enum"))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    /** A new rejection has to be sorted in before this compiles. */
    private static boolean isSaidOnTheWebSocket(FrameRejection rejection) {
        return switch (rejection) {
            case BAD_HEADER, TOO_LARGE, TOO_MANY_PIXELS, NOT_JPEG, TRUNCATED, QUEUE_FULL, NOT_SENT, SHUTTING_DOWN ->
                true;
            // Said before the upgrade, or about a request's body, or a reason to wait instead.
            case BAD_CAMERA, SESSIONS_FULL, ABORTED, SLOW_BODY, CAMERA_QUOTA, TOTAL_QUOTA -> false;
        };
    }

    @Test
    void namesTheLimitsOfTheWebSocket() {
        IngestConfig config = IngestConfig.from(new Environment(Map.of()));

        assertThat(api.map("channels", "stream", "x-limits"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "maxFrameBytes", Limits.MAX_FRAME_BYTES,
                        "maxMessageBytes", FrameServer.MAX_MESSAGE_BYTES,
                        "maxUnansweredFrames", config.maxInFlightPerCamera(),
                        "confirmSeconds",
                                (int) FrameServer.Waits.DEFAULT.confirm().toSeconds(),
                        "idleSeconds", FrameServer.IDLE_SECONDS));
        assertThat((String) api.at("channels", "stream", "description"))
                .contains(Limits.MAX_FRAME_BYTES + " bytes", FrameServer.MAX_MESSAGE_BYTES + " bytes")
                .contains(FrameServer.IDLE_SECONDS + " seconds");
        for (String message : List.of("frame", "frameRecord")) {
            assertThat(api.at("components", "messages", message, "payload", "maxLength"))
                    .isEqualTo(Limits.MAX_FRAME_BYTES);
        }
        assertThat(api.at("channels", "stream", "address")).isEqualTo(OpenApiTest.STREAM);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
