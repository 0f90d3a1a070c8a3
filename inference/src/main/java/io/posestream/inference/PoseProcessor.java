package io.posestream.inference;

import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The way of the frames of one partition, one at a time: each leaves with a fate before the next is read. One stream
 * thread; it waits while the models run, and the batch forms across the stream threads.
 */
final class PoseProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Stands for the camera of frames that do not tell it. */
    static final CameraId UNKNOWN_CAMERA = new CameraId("unknown");

    private static final FrameId UNKNOWN = new FrameId(UNKNOWN_CAMERA, new UUID(0, 0), 0);
    private final FramePoser poser;
    private final SourcePositions positions;
    private final QueueHeads heads;
    private final InferenceMetrics metrics;
    private final MicroClock clock;
    private final DeadLetters deadLetters = new DeadLetters();
    private ProcessorContext<byte[], byte[]> context;
    private PartitionLoad.Partition load;
    private DeletedFrames deleted;
    private int partition;

    PoseProcessor(
            JpegDecoder decoder,
            PosePipeline pipeline,
            SourcePositions positions,
            QueueHeads heads,
            InferenceMetrics metrics,
            MicroClock clock) {
        this.poser = new FramePoser(decoder, pipeline);
        this.positions = positions;
        this.heads = heads;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.partition = context.taskId().partition();
        load = metrics.partition(partition);
        deleted = new DeletedFrames(positions, heads, context, this::overrun);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long dequeued = clock.micros();
        metrics.frameRead(dequeued < record.timestamp() * 1000);
        boolean fated = false;
        try {
            RecordMetadata at = context.recordMetadata().orElseThrow();
            deleted.beforeFrameAt(at.offset());
            FrameOutcome outcome = giveFate(record, at.offset(), dequeued);
            // More partitions help against work, not against the wait for models.
            load.worked(1000 * Math.max(0, outcome.wayMicros() - outcome.waitedMicros()));
            fated = true;
        } finally {
            if (!fated) {
                metrics.abandoned();
            }
        }
        deleted.afterFrame();
    }

    @Override
    public void close() {
        load.close();
    }

    private FrameOutcome giveFate(Record<byte[], byte[]> record, long offset, long dequeued) {
        FrameCodec.Received received;
        try {
            received = FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value());
        } catch (MalformedRecordException e) {
            FrameOutcome outcome = outcome(unidentified(record, dequeued), 0, offset, dequeued);
            emit(record, outcome.refused(UnposedReason.NOT_A_FRAME, e.getMessage()), outcome, Optional.empty());
            return outcome;
        }
        FrameOutcome outcome = outcome(received.frame(), received.publishedMicros(), offset, dequeued);
        SkeletonFrame fate = poser.fateOf(outcome, record.timestamp() * 1000);
        emit(record, fate, outcome, received.frame().traceparent());
        poser.emitted(outcome, fate);
        return outcome;
    }

    private FrameOutcome outcome(Frame frame, long publishedMicros, long offset, long dequeuedMicros) {
        return new FrameOutcome(frame, publishedMicros, partition, offset, dequeuedMicros, clock);
    }

    /** Counts when all has been forwarded: a frame that the worker fails on in between is read, and counted, again. */
    private void emit(
            Record<byte[], byte[]> source, SkeletonFrame fate, FrameOutcome outcome, Optional<String> traceparent) {
        forward(fate, source.timestamp(), traceparent);
        if (fate.fate() == Fate.UNDECODABLE || fate.fate() == Fate.FAILED) {
            boolean admitted = deadLetters.admits(fate.id().camera().value(), clock.micros());
            if (admitted) {
                context.forward(source.withHeaders(deadLetter(source.headers(), fate)), PoseTopology.DLQ_SINK);
            }
            metrics.deadLetter(admitted);
        }
        metrics.emitted(fate);
        outcome.reason().ifPresent(metrics::unposed);
    }

    private Headers deadLetter(Headers source, SkeletonFrame fate) {
        Headers headers = new RecordHeaders(source);
        put(headers, "fate", fate.fate().name());
        put(headers, "reason", fate.reason());
        put(headers, "source", partition + ":" + fate.sourceOffset());
        return headers;
    }

    private void overrun(long first, long last) {
        long now = clock.micros();
        Frame unknown = unidentified(UNKNOWN, new byte[0], now);
        SkeletonFrame overrun = outcome(unknown, 0, first, now).overrun(last);
        forward(overrun, now / 1000, Optional.empty());
        metrics.emitted(overrun);
    }

    private void forward(SkeletonFrame frame, long timestampMillis, Optional<String> traceparent) {
        byte[] key = FrameCodec.key(frame.id().camera());
        context.forward(
                new Record<>(
                        key,
                        SkeletonFrameCodec.encode(frame),
                        timestampMillis,
                        SkeletonFrameCodec.headers(frame, traceparent)),
                PoseTopology.SKELETONS_SINK);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A record on {@code frames} that none of ours wrote: it gets a fate all the same. */
    private Frame unidentified(Record<byte[], byte[]> record, long dequeuedMicros) {
        CameraId camera = UNKNOWN_CAMERA;
        if (record.key() != null) {
            try {
                camera = new CameraId(new String(record.key(), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                // its key is no camera either
            }
        }
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return unidentified(new FrameId(camera, new UUID(0, 0), 0), value, dequeuedMicros);
    }

    private Frame unidentified(FrameId id, byte[] value, long dequeuedMicros) {
        return new Frame(
                id,
                dequeuedMicros,
                dequeuedMicros,
                CaptureClock.INGEST,
                OptionalLong.empty(),
                0,
                OptionalLong.empty(),
                Optional.empty(),
                value);
    }
}
