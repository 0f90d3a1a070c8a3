package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.Pictures;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Limits;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Gaps in the offsets, which {@link PoseTopologyTest}'s driver does not make. */
class PoseProcessorTest {
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final byte[] JPEG = Pictures.jpeg(64, 48);

    private MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final FakePositions positions = new FakePositions();
    private final QueueHeads heads = new QueueHeads();

    @Test
    void framesDeletedBeforeTheFirstThatComesAreOverrun() {
        PoseProcessor processor = processor(3, 3);
        feed(processor, 10);
        feed(processor, 11);

        List<SkeletonFrame> skeletons = skeletons();
        assertThat(skeletons)
                .extracting(SkeletonFrame::fate)
                .containsExactly(Fate.OVERRUN, Fate.UNDECODABLE, Fate.UNDECODABLE);
        assertRange(skeletons.get(0), 3, 9);
        assertThat(skeletons.get(0).id().camera()).isEqualTo(PoseProcessor.UNKNOWN_CAMERA);
        assertThat(skeletons.get(0).reason()).isNotEmpty();
        assertRange(skeletons.get(1), 10, 10);
        assertThat(registry.getSampleValue("posestream_frames_overrun_total")).isEqualTo(7);
        assertThat(registry.getSampleValue("posestream_frames_read_total")).isEqualTo(2);
    }

    @Test
    void framesDeletedBetweenTwoAreOverrun() {
        PoseProcessor processor = processor(0, 0);
        feed(processor, 0);
        feed(processor, 5);

        assertRange(skeletons().get(1), 1, 4);
    }

    @Test
    void aGroupThatStartsBeyondOldFramesTellsThemOnce() {
        PoseProcessor processor = processor(3, 10);
        feed(processor, 12);
        punctuate();

        List<SkeletonFrame> skeletons = skeletons();
        assertThat(skeletons).hasSize(2);
        assertRange(skeletons.get(0), 3, 11);
    }

    /** A commit would name 5 already. */
    @Test
    void framesDeletedBehindOneAreOverrunAsSoonAsTheNextOneIsQueued() {
        PoseProcessor processor = processor(0, 0);
        heads.extract(new ConsumerRecord<>(Topics.FRAMES, 0, 5, null, null), -1);
        feed(processor, 0);

        assertThat(skeletons()).extracting(SkeletonFrame::fate).containsExactly(Fate.UNDECODABLE, Fate.OVERRUN);
        assertRange(skeletons().get(1), 1, 4);
    }

    @Test
    void withNoneDeletedNothingIsTold() {
        processor(7, 3);
        punctuate();
        punctuate();

        assertThat(skeletons()).isEmpty();
    }

    @Test
    void framesDeletedBehindTheLastOneAreOverrunOnceNoneCome() {
        PoseProcessor processor = processor(0, 0);
        feed(processor, 0);
        positions.earliest = 5;
        punctuate();
        assertThat(skeletons()).hasSize(1);
        punctuate();
        punctuate();

        assertThat(skeletons()).hasSize(2);
        assertRange(skeletons().get(1), 1, 4);
    }

    @Test
    void exactlyOnceTheyAreToldWithTheNextFrame() {
        Properties exactlyOnce =
                StreamsSettings.of(InferenceConfigTest.from(Map.of("POSE_EXACTLY_ONCE", "1")), Path.of("state"));
        context = new MockProcessorContext<>(exactlyOnce, new TaskId(0, 0), null);
        PoseProcessor processor = processor(3, 10);
        assertThat(context.scheduledPunctuators()).isEmpty();
        feed(processor, 12);

        assertRange(skeletons().get(0), 3, 11);
    }

    @Test
    void aPartitionsLoadIsShownWhileItIsHere() {
        PoseProcessor processor = processor(0, 0);
        feed(processor, 0);
        assertThat(busySeconds()).isPositive();

        processor.close();
        assertThat(busySeconds()).isNull();
    }

    private Double busySeconds() {
        return registry.getSampleValue(
                "posestream_partition_busy_seconds_total", new String[] {"partition"}, new String[] {"0"});
    }

    @Test
    void anOffsetThatIsReadAgainIsNoOverrun() {
        PoseProcessor processor = processor(7, 3);
        feed(processor, 7);
        feed(processor, 7);
        feed(processor, 8);

        assertThat(skeletons()).extracting(SkeletonFrame::fate).containsOnly(Fate.UNDECODABLE);
    }

    private PoseProcessor processor(long next, long earliest) {
        positions.next = next;
        positions.earliest = earliest;
        PoseProcessor processor = new PoseProcessor(
                new JpegDecoder(Limits.MAX_FRAME_PIXELS),
                new FakePipeline(),
                positions,
                heads,
                new InferenceMetrics(registry),
                new TickingClock(START_MICROS));
        processor.init(context);
        return processor;
    }

    private void punctuate() {
        context.scheduledPunctuators()
                .forEach(punctuator -> punctuator.getPunctuator().punctuate(0));
    }

    /** A record without our headers: what became of it does not matter here. */
    private void feed(PoseProcessor processor, long offset) {
        context.setRecordMetadata(Topics.FRAMES, 0, offset);
        byte[] key = "door".getBytes(StandardCharsets.UTF_8);
        processor.process(new Record<>(key, JPEG, START_MICROS / 1000));
    }

    private static void assertRange(SkeletonFrame skeleton, long first, long last) {
        assertThat(skeleton.sourceOffset()).isEqualTo(first);
        assertThat(skeleton.lastSourceOffset()).isEqualTo(last);
    }

    private List<SkeletonFrame> skeletons() {
        return context.forwarded(PoseTopology.SKELETONS_SINK).stream()
                .map(forward -> SkeletonFrameCodec.decode(forward.record().value()))
                .toList();
    }
}
