package io.posestream.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.posestream.inference.Worker;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames by HTTP, workers in this process, skeletons on the topic. */
final class ServiceIT {
    private static final List<String> CAMERAS = List.of("door", "yard", "hall", "roof");

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
    void posesEveryFrameUnderItsIdentityAndInOrder() throws Exception {
        try (Worker one = service.worker();
                Worker two = service.worker()) {
            await().atMost(START_LIMIT).until(() -> one.running() && two.running());
            List<FrameId> sent =
                    service.sender().stream(CAMERAS, count -> count < 25).get(60, TimeUnit.SECONDS);
            assertThat(service.prove()).isEqualTo(new LedgerReport(100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0));
            List<SkeletonFrame> skeletons = service.skeletons();
            for (String camera : CAMERAS) {
                assertThat(identities(skeletons, camera))
                        .containsExactlyElementsOf(sent.stream()
                                .filter(id -> id.camera().value().equals(camera))
                                .toList());
            }
            // Each camera's pictures have a brightness of their own, which is its keypoints' score: no frame got
            // another's.
            Map<String, Set<Float>> scores = skeletons.stream()
                    .collect(Collectors.groupingBy(
                            frame -> frame.id().camera().value(),
                            TreeMap::new,
                            Collectors.mapping(frame -> frame.persons().get(0).score(0), Collectors.toSet())));
            assertThat(scores.values())
                    .allSatisfy(ofOneCamera -> assertThat(ofOneCamera).hasSize(1));
            assertThat(CAMERAS.stream()
                            .map(scores::get)
                            .map(score -> score.iterator().next()))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void writesFramesAndSkeletonsAsCloudEvents() {
        try (Worker worker = service.worker()) {
            await().atMost(START_LIMIT).until(worker::running);
            byte[] jpeg = TestPictures.jpeg(100);
            FrameId id = service.sender().send("door", jpeg);
            ConsumerRecord<byte[], byte[]> frame = service.first(Topics.FRAMES);
            ConsumerRecord<byte[], byte[]> skeletons = service.first(Topics.SKELETONS);
            assertThat(new String(frame.key(), UTF_8)).isEqualTo("door");
            assertThat(new String(skeletons.key(), UTF_8)).isEqualTo("door");
            CloudEvent picture = event(frame, id);
            assertThat(picture.getType()).isEqualTo("io.posestream.frame.v1");
            assertThat(picture.getDataContentType()).isEqualTo("image/jpeg");
            assertThat(picture.getData().toBytes()).isEqualTo(jpeg);
            CloudEvent posed = event(skeletons, id);
            assertThat(posed.getType()).isEqualTo("io.posestream.skeletons.v1");
            assertThat(posed.getDataContentType()).isEqualTo("application/protobuf");
            assertThat(SkeletonFrameCodec.decode(posed.getData().toBytes()).id())
                    .isEqualTo(id);
            assertThat(posed.getTime()).isEqualTo(picture.getTime());
        }
    }

    /** As the CloudEvents project's own reader sees it. */
    private static CloudEvent event(ConsumerRecord<byte[], byte[]> record, FrameId id) {
        CloudEvent event = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(event.getId()).isEqualTo(id.eventId());
        assertThat(event.getSource()).isEqualTo(URI.create("/cameras/" + id.camera()));
        assertThat(event.getDataSchema()).matches(URI::isAbsolute);
        assertThat(event.getExtension("sequence")).isEqualTo("00000000000000000000");
        assertThat(event.getExtension("session")).isEqualTo(id.session().toString());
        return event;
    }

    @Test
    void putsAPictureThatNobodyCanDecodeAside() {
        try (Worker worker = service.worker()) {
            await().atMost(START_LIMIT).until(worker::running);
            byte[] broken = TestPictures.brokenInside();
            FrameId bad = service.sender().send("door", broken);
            FrameId good = service.sender().send("door", TestPictures.jpeg(100));
            assertThat(service.prove()).isEqualTo(new LedgerReport(2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0));
            List<SkeletonFrame> skeletons = service.skeletons();
            assertThat(skeletons).extracting(SkeletonFrame::id).containsExactly(bad, good);
            assertThat(skeletons).extracting(SkeletonFrame::fate).containsExactly(Fate.UNDECODABLE, Fate.POSED);
            ConsumerRecord<byte[], byte[]> letter = service.first(Topics.FRAMES_DLQ);
            assertThat(letter.value()).isEqualTo(broken);
            assertThat(header(letter, "ce_id")).isEqualTo(bad.eventId());
            assertThat(header(letter, "content-type")).isEqualTo("image/jpeg");
            assertThat(header(letter, "fate")).isEqualTo("UNDECODABLE");
            assertThat(header(letter, "reason")).startsWith("broken JPEG");
            assertThat(header(letter, "source"))
                    .isEqualTo(skeletons.get(0).sourcePartition() + ":"
                            + skeletons.get(0).sourceOffset());
        }
    }

    @Test
    void tellsAFramesLifeFromTheTopicsAlone() throws JsonProcessingException {
        FrameId posed;
        try (Worker worker = service.worker()) {
            await().atMost(START_LIMIT).until(worker::running);
            posed = service.sender().send("door", TestPictures.jpeg(100));
            FrameId broken = service.sender().send("door", TestPictures.brokenInside());
            service.prove();
            JsonNode life = explained(posed);
            assertThat(life.get("fate").textValue()).isEqualTo("POSED");
            assertThat(life.at("/stored/jpegBytes").intValue()).isEqualTo(TestPictures.jpeg(100).length);
            assertThat(life.at("/stored/offset").longValue())
                    .isEqualTo(life.at("/records/0/offset").longValue())
                    .isZero();
            assertThat(life.at("/records")).hasSize(1);
            assertThat(life.at("/records/0/persons")).hasSize(1);
            assertThat(life.get("hopMs").fieldNames())
                    .toIterable()
                    .containsExactly(
                            "captured", "received", "published", "dequeued", "decoded", "detected", "posed", "emitted");
            JsonNode undecodable = explained(broken);
            assertThat(undecodable.get("fate").textValue()).isEqualTo("UNDECODABLE");
            assertThat(undecodable.at("/deadLetter/reason").textValue()).startsWith("broken JPEG");
        }
        FrameId waiting = service.sender().send("yard", TestPictures.jpeg(100));
        JsonNode life = explained(waiting);
        assertThat(life.get("fate").textValue()).isEmpty();
        assertThat(life.at("/stored/partition").isInt()).isTrue();
        RunPose unknown = explain(new FrameId(posed.camera(), posed.session(), 77));
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.errLines()).singleElement().asString().contains("no topic knows frame door/");
    }

    private JsonNode explained(FrameId id) throws JsonProcessingException {
        RunPose run = explain(id);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private RunPose explain(FrameId id) {
        return RunPose.with(service.variables(), "explain", id.toString(), "--json");
    }

    @Test
    void losesNothingWhenAWorkerGoesInMidStream() throws Exception {
        try (Worker one = service.worker();
                Worker two = service.worker()) {
            await().atMost(START_LIMIT).until(() -> one.running() && two.running());
            AtomicBoolean gone = new AtomicBoolean();
            CompletableFuture<List<FrameId>> stream = service.sender().stream(CAMERAS, count -> !gone.get());
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            Math.max(one.progress().frames(), two.progress().frames()) > 20);
            Worker busier = one.progress().frames() > two.progress().frames() ? one : two;
            busier.close();
            gone.set(true);
            List<FrameId> sent = stream.get(60, TimeUnit.SECONDS);
            LedgerReport proof = service.prove();
            assertThat(proof).isEqualTo(new LedgerReport(sent.size(), sent.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
            assertThat(new HashSet<>(identities(service.skeletons(), ""))).isEqualTo(new HashSet<>(sent));
        }
    }

    private static List<FrameId> identities(List<SkeletonFrame> skeletons, String camera) {
        return skeletons.stream()
                .map(SkeletonFrame::id)
                .filter(id -> camera.isEmpty() || id.camera().value().equals(camera))
                .toList();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        assertThat(record.headers().headers(name)).as(name).hasSize(1);
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
