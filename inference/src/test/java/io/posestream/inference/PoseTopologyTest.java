package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.Pictures;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Limits;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoseTopologyTest {
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final UUID SESSION = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final int WIDTH_PX = 64;
    private static final int HEIGHT_PX = 48;
    private static final byte[] JPEG = Pictures.jpeg(WIDTH_PX, HEIGHT_PX);

    @TempDir
    Path state;

    private final TickingClock clock = new TickingClock(START_MICROS);
    private final FakePipeline pipeline = new FakePipeline();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final FakePositions positions = new FakePositions();
    private final QueueHeads heads = new QueueHeads();
    private long sequence;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> frames;
    private TestOutputTopic<byte[], byte[]> skeletons;
    private TestOutputTopic<byte[], byte[]> dlq;

    @BeforeEach
    void start() {
        InferenceMetrics metrics = new InferenceMetrics(registry);
        JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
        driver = new TopologyTestDriver(
                PoseTopology.build(() -> new PoseProcessor(decoder, pipeline, positions, heads, metrics, clock), heads),
                StreamsSettings.of(InferenceConfigTest.from(Map.of()), state));
        open();
    }

    private void open() {
        frames = driver.createInputTopic(Topics.FRAMES, new ByteArraySerializer(), new ByteArraySerializer());
        skeletons =
                driver.createOutputTopic(Topics.SKELETONS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        dlq = driver.createOutputTopic(Topics.FRAMES_DLQ, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void aFrameWithPersonsIsPosed() {
        pipeline.finds(2);
        Frame frame = frame("door", JPEG, OptionalLong.of(500));
        clock.advanceMillis(20);
        send(frame);

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.POSED);
        assertThat(skeleton.reason()).isEmpty();
        assertThat(skeleton.id()).isEqualTo(frame.id());
        assertThat(skeleton.sourcePartition()).isZero();
        assertThat(skeleton.sourceOffset()).isZero();
        assertThat(skeleton.widthPx()).isEqualTo(WIDTH_PX);
        assertThat(skeleton.heightPx()).isEqualTo(HEIGHT_PX);
        assertThat(skeleton.layout()).isEqualTo("unified-21");
        assertThat(skeleton.persons()).hasSize(2);
        assertThat(skeleton.persons().get(1).box()).containsExactly(1, 0, 11, 20);
        assertThat(skeleton.releases()).isEqualTo(FakePipeline.RELEASES);
        assertThat(skeleton.skipped()).isEqualTo(3);
        assertThat(skeleton.clientSequence()).hasValue(77);
        assertThat(skeleton.captureClock()).isEqualTo(CaptureClock.SOURCE);
        assertThat(dlq.isEmpty()).isTrue();
    }

    @Test
    void theHopsOfAFrameFollowOneAnother() {
        pipeline.finds(1);
        Frame frame = frame("door", JPEG, OptionalLong.empty());
        clock.advanceMillis(20);
        send(frame);

        Hops hops = only().hops();
        assertThat(hops.capturedMicros()).isEqualTo(frame.capturedMicros());
        assertThat(hops.receivedMicros()).isEqualTo(frame.receivedMicros());
        assertThat(hops.publishedMicros()).isEqualTo(frame.receivedMicros() + 500);
        assertThat(hops.ageMicros()).isBetween(21_000L, 21_100L);
        assertMonotone(hops);
        assertThat(hops.posedMicros()).isPositive();
    }

    @Test
    void aSkeletonIsACloudEventUnderItsCamerasKey() {
        pipeline.finds(1);
        Frame frame = frame("door", JPEG, OptionalLong.empty());
        send(frame);

        TestRecord<byte[], byte[]> record = skeletons.readRecord();
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("door");
        assertThat(record.timestamp()).isEqualTo(frame.receivedMicros() / 1000);
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "ce_id")).isEqualTo(frame.id().eventId());
        assertThat(header(record, "ce_source")).isEqualTo("/cameras/door");
        assertThat(header(record, "ce_type")).isEqualTo("io.posestream.skeletons.v1");
        assertThat(header(record, "content-type")).isEqualTo("application/protobuf");
    }

    @Test
    void aFrameWithNobodyIsEmpty() {
        send(frame("door", JPEG, OptionalLong.empty()));

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.EMPTY);
        assertThat(skeleton.persons()).isEmpty();
        assertThat(skeleton.layout()).isEmpty();
        assertThat(skeleton.releases()).as("no pose network looked").containsExactly(FakePipeline.RELEASES.get(0));
        assertThat(pipeline.fated).containsExactly(skeleton);
        assertThat(skeleton.hops().posedMicros()).isZero();
        assertMonotone(skeleton.hops());
    }

    @Test
    void anOldFrameExpiresByItsTimestamp() {
        Frame frame = frame("door", JPEG, OptionalLong.of(500));
        clock.advanceMillis(599);
        send(frame);

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.EXPIRED);
        assertThat(skeleton.reason()).isEqualTo("600 ms old when a worker came to it, limit 500 ms");
        assertThat(skeleton.id()).isEqualTo(frame.id());
        assertThat(skeleton.widthPx()).isZero();
        assertThat(skeleton.releases()).isEmpty();
        assertMonotone(skeleton.hops());
        assertThat(dlq.isEmpty()).isTrue();
    }

    @Test
    void aFrameWhosePersonsAreFoundTooLateExpires() {
        pipeline.finds(1);
        pipeline.onDetect(() -> clock.advanceMillis(600));
        send(frame("door", JPEG, OptionalLong.of(500)));

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.EXPIRED);
        assertThat(skeleton.reason()).isEqualTo("601 ms old when persons were found in it, limit 500 ms");
        assertThat(skeleton.widthPx()).isEqualTo(WIDTH_PX);
        assertThat(skeleton.persons()).isEmpty();
        assertMonotone(skeleton.hops());
        assertThat(unposed("expired", "detected_late")).isEqualTo(1);
    }

    @Test
    void aRecordingMayBeDetectedLate() {
        pipeline.finds(1);
        pipeline.onDetect(() -> clock.advanceMillis(600));
        send(frame("door", JPEG, OptionalLong.empty()));

        assertThat(only().fate()).isEqualTo(Fate.POSED);
    }

    @Test
    void aRecordingNeverExpires() {
        Frame frame = frame("door", JPEG, OptionalLong.empty());
        clock.advanceMillis(3_600_000);
        send(frame);

        assertThat(only().fate()).isEqualTo(Fate.EMPTY);
    }

    @Test
    void aTruncatedPictureIsUndecodableAndADeadLetter() {
        byte[] cut = Arrays.copyOf(JPEG, JPEG.length / 2);
        Frame frame = frame("door", cut, OptionalLong.empty());
        send(frame);

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.UNDECODABLE);
        assertThat(skeleton.reason()).startsWith("truncated JPEG");
        assertThat(skeleton.id()).isEqualTo(frame.id());
        assertMonotone(skeleton.hops());
        TestRecord<byte[], byte[]> letter = dlq.readRecord();
        assertThat(letter.value()).isEqualTo(cut);
        assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("door");
        assertThat(header(letter, "fate")).isEqualTo("UNDECODABLE");
        assertThat(header(letter, "reason")).isEqualTo(skeleton.reason());
        assertThat(header(letter, "source")).isEqualTo("0:0");
        assertThat(header(letter, "ce_id")).isEqualTo(frame.id().eventId());
    }

    @Test
    void aRecordWithoutOurHeadersIsUndecodable() {
        frames.pipeInput(new TestRecord<>(bytes("door"), JPEG, new RecordHeaders(), START_MICROS / 1000));

        assertUnidentified("door", "header ce_session is missing");
        assertThat(dlq.readRecord().value()).isEqualTo(JPEG);
    }

    @Test
    void aRecordWithoutAValueIsUndecodable() {
        frames.pipeInput(new TestRecord<>(bytes("door"), null, new RecordHeaders(), START_MICROS / 1000));

        assertUnidentified("door", "a frame needs a key and a value");
        assertThat(dlq.getQueueSize()).isEqualTo(1);
    }

    @Test
    void aRecordWithAKeyThatIsNoCameraIsUndecodable() {
        frames.pipeInput(new TestRecord<>(bytes("../etc"), JPEG, new RecordHeaders(), START_MICROS / 1000));

        assertUnidentified("unknown", "not a camera id");
        assertThat(dlq.readRecord().key()).asString(StandardCharsets.UTF_8).isEqualTo("../etc");
    }

    @Test
    void aRecordWithoutAKeyIsUndecodable() {
        frames.pipeInput(new TestRecord<>(null, JPEG, new RecordHeaders(), START_MICROS / 1000));

        assertUnidentified("unknown", "a frame needs a key and a value");
    }

    @Test
    void aSkeletonStandsInThePartitionOfItsFrame() {
        send(frame("door", JPEG, OptionalLong.empty()));
        byte[] skeleton = skeletons.readValue();

        assertThat(PoseTopology.placement(Topics.SKELETONS, bytes("door"), skeleton, 64))
                .hasValue(Set.of(0));
    }

    private void assertUnidentified(String camera, String reason) {
        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.UNDECODABLE);
        assertThat(skeleton.reason()).contains(reason);
        assertThat(skeleton.id()).isEqualTo(new FrameId(new CameraId(camera), new UUID(0, 0), 0));
        assertMonotone(skeleton.hops());
    }

    @Test
    void aFrameThatADetectorFailsOnIsADeadLetter() {
        pipeline.failsToDetect(new BatchFailedException(new IllegalStateException("out of luck")));
        send(frame("door", JPEG, OptionalLong.empty()));

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.FAILED);
        assertThat(skeleton.reason()).isEqualTo("out of luck");
        assertThat(skeleton.widthPx()).isEqualTo(WIDTH_PX);
        assertMonotone(skeleton.hops());
        assertThat(header(dlq.readRecord(), "reason")).isEqualTo("out of luck");
    }

    @Test
    void aFrameThatAPoseNetFailsOnWithoutAWordIsADeadLetter() {
        pipeline.finds(1);
        pipeline.failsToPose(new BatchFailedException(new ArrayIndexOutOfBoundsException()));
        send(frame("door", JPEG, OptionalLong.empty()));

        assertThat(only().fate()).isEqualTo(Fate.FAILED);
        assertThat(header(dlq.readRecord(), "reason")).isEqualTo("java.lang.ArrayIndexOutOfBoundsException");
    }

    @Test
    void aBrokenCameraSendsOneDeadLetterASecond() {
        for (int i = 0; i < 5; i++) {
            send(frame("door", new byte[10], OptionalLong.empty()));
        }
        send(frame("yard", new byte[10], OptionalLong.empty()));
        clock.advanceMillis(1001);
        send(frame("door", new byte[10], OptionalLong.empty()));

        assertThat(skeletons.getQueueSize()).isEqualTo(7);
        assertThat(dlq.readRecordsToList())
                .extracting(letter -> header(letter, "source"))
                .containsExactly("0:0", "0:5", "0:6");
        assertThat(sample("posestream_dlq_total")).isEqualTo(3);
        assertThat(sample("posestream_dlq_suppressed_total")).isEqualTo(4);
    }

    @Test
    void aStalledModelIsTheWorkersFailureNotTheFrames() {
        pipeline.failsToDetect(new StalledException("detecting gave no answer within 10000 ms"));
        Frame frame = frame("door", JPEG, OptionalLong.empty());

        assertThatThrownBy(() -> send(frame)).hasRootCauseInstanceOf(StalledException.class);
        assertThat(skeletons.isEmpty()).isTrue();
        assertThat(dlq.isEmpty()).isTrue();
        assertThat(sample("posestream_frames_read_total")).isEqualTo(1);
        assertThat(sample("posestream_frames_abandoned_total")).isEqualTo(1);
    }

    @Test
    void framesDeletedBeforeAnyComeAreOverrun() {
        driver.close();
        positions.next = 3;
        positions.earliest = 10;
        driver = new TopologyTestDriver(
                PoseTopology.build(
                        () -> new PoseProcessor(
                                new JpegDecoder(Limits.MAX_FRAME_PIXELS),
                                pipeline,
                                positions,
                                heads,
                                new InferenceMetrics(new CollectorRegistry()),
                                clock),
                        heads),
                StreamsSettings.of(InferenceConfigTest.from(Map.of()), state));
        open();
        driver.advanceWallClockTime(Duration.ofMillis(100));
        driver.advanceWallClockTime(Duration.ofMillis(100));

        SkeletonFrame skeleton = only();
        assertThat(skeleton.fate()).isEqualTo(Fate.OVERRUN);
        assertThat(skeleton.sourceOffset()).isEqualTo(3);
        assertThat(skeleton.lastSourceOffset()).isEqualTo(9);
        assertMonotone(skeleton.hops());
    }

    /** The equations of {@link InferenceMetrics}. */
    @Test
    void theMetricsAddUp() {
        pipeline.finds(2);
        send(frame("a", JPEG, OptionalLong.empty()));
        send(frame("b", JPEG, OptionalLong.empty()));
        pipeline.finds(0);
        send(frame("c", JPEG, OptionalLong.empty()));
        Frame old = frame("d", JPEG, OptionalLong.of(10));
        clock.advanceMillis(50);
        send(old);
        send(frame("e", new byte[10], OptionalLong.empty()));
        send(frame("e", new byte[10], OptionalLong.empty()));
        frames.pipeInput(new TestRecord<>(null, null, new RecordHeaders(), START_MICROS / 1000));
        pipeline.failsToDetect(new BatchFailedException(new IllegalStateException("out of luck")));
        send(frame("f", JPEG, OptionalLong.empty()));

        assertThat(fate("posed")).isEqualTo(2);
        assertThat(fate("empty")).isEqualTo(1);
        assertThat(fate("expired")).isEqualTo(1);
        assertThat(fate("undecodable")).isEqualTo(3);
        assertThat(fate("failed")).isEqualTo(1);
        assertThat(sample("posestream_persons_total")).isEqualTo(4);
        assertThat(sample("posestream_age_seconds_count")).isEqualTo(3);
        double fates = Arrays.stream(Fate.values())
                .filter(fate -> fate != Fate.OVERRUN)
                .mapToDouble(fate -> fate(fate.name().toLowerCase(Locale.ROOT)))
                .sum();
        assertThat(sample("posestream_frames_read_total")).isEqualTo(fates);
        assertThat(sample("posestream_frames_abandoned_total")).isZero();
        assertThat(skeletons.getQueueSize()).isEqualTo((long) fates);
        assertThat(fate("undecodable") + fate("failed"))
                .isEqualTo(sample("posestream_dlq_total") + sample("posestream_dlq_suppressed_total"));
        assertThat(dlq.getQueueSize()).isEqualTo((long) sample("posestream_dlq_total"));
        for (Fate fate : List.of(Fate.EXPIRED, Fate.UNDECODABLE, Fate.FAILED)) {
            String label = InferenceMetrics.label(fate);
            double reasons = Arrays.stream(UnposedReason.values())
                    .filter(reason -> reason.fate() == fate)
                    .mapToDouble(reason -> unposed(label, reason.code()))
                    .sum();
            assertThat(reasons).as(label).isEqualTo(fate(label));
        }
        assertThat(unposed("expired", "too_old")).isEqualTo(1);
        assertThat(unposed("undecodable", "not_jpeg")).isEqualTo(2);
        assertThat(unposed("undecodable", "not_a_frame")).isEqualTo(1);
        assertThat(unposed("failed", "detector_failed")).isEqualTo(1);
        assertThat(camera("e", "undecodable")).isEqualTo(2);
        assertThat(camera("b", "posed")).isEqualTo(1);
        assertThat(sample("posestream_cameras")).isEqualTo(7); // a to f, and unknown
    }

    @Test
    void framesFromTheFutureAreCountedAndPosed() {
        Frame frame = frame("door", JPEG, OptionalLong.of(500));
        clock.advanceMillis(-5_000);
        send(frame);

        assertThat(only().fate()).isEqualTo(Fate.EMPTY);
        assertThat(sample("posestream_clock_skew_total")).isEqualTo(1);
    }

    private static void assertMonotone(Hops hops) {
        List<Long> times = LongStream.of(
                        hops.capturedMicros(),
                        hops.receivedMicros(),
                        hops.publishedMicros(),
                        hops.dequeuedMicros(),
                        hops.decodedMicros(),
                        hops.detectedMicros(),
                        hops.posedMicros(),
                        hops.emittedMicros())
                .filter(micros -> micros > 0)
                .boxed()
                .toList();
        assertThat(times).isSorted();
        assertThat(hops.emittedMicros()).isPositive();
    }

    private SkeletonFrame only() {
        assertThat(skeletons.getQueueSize()).isEqualTo(1);
        return SkeletonFrameCodec.decode(skeletons.readValue());
    }

    private Frame frame(String camera, byte[] jpeg, OptionalLong maxAgeMillis) {
        long received = clock.micros();
        return new Frame(
                new FrameId(new CameraId(camera), SESSION, sequence++),
                received,
                received - 1000,
                CaptureClock.SOURCE,
                maxAgeMillis,
                3,
                OptionalLong.of(77),
                Optional.empty(),
                jpeg);
    }

    /** Half a millisecond after it was received. */
    private void send(Frame frame) {
        long published = frame.receivedMicros() + 500;
        clock.advanceMillis(1);
        ProducerRecord<byte[], byte[]> record = FrameCodec.toRecord(Topics.FRAMES, frame, published);
        frames.pipeInput(new TestRecord<>(record));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private double fate(String fate) {
        Double value = registry.getSampleValue("posestream_frames_total", new String[] {"fate"}, new String[] {fate});
        return value == null ? 0 : value;
    }

    private double unposed(String fate, String reason) {
        return registry.getSampleValue(
                "posestream_frames_unposed_total", new String[] {"fate", "reason"}, new String[] {fate, reason});
    }

    private double camera(String camera, String fate) {
        return registry.getSampleValue(
                "posestream_camera_frames_total", new String[] {"camera", "fate"}, new String[] {camera, fate});
    }

    private double sample(String name) {
        return registry.getSampleValue(name);
    }
}
