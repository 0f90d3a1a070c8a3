package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.UndecodableImageException;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
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
    private static final Duration SOON = Duration.ofMillis(50);
    /** How long no frame comes until the broker is asked whether some were deleted. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final JpegDecoder decoder;
    private final PosePipeline pipeline;
    private final SourcePositions positions;
    private final QueueHeads heads;
    private final InferenceMetrics metrics;
    private final MicroClock clock;
    private final Expiry expiry = new Expiry();
    private final DeadLetters deadLetters = new DeadLetters();
    private ProcessorContext<byte[], byte[]> context;
    private PartitionLoad.Partition load;
    private int partition;
    private long nextOffset;
    private boolean idle;

    PoseProcessor(
            JpegDecoder decoder,
            PosePipeline pipeline,
            SourcePositions positions,
            QueueHeads heads,
            InferenceMetrics metrics,
            MicroClock clock) {
        this.decoder = decoder;
        this.pipeline = pipeline;
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
        SourcePositions.Position position = positions.of(partition);
        nextOffset = position.next();
        if (exactlyOnce()) {
            return;
        }
        if (position.earliest() > position.next()) {
            // Nothing may be sent from here, nor may a next frame ever come.
            Cancellable[] once = new Cancellable[1];
            once[0] = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, now -> {
                once[0].cancel();
                overrunUpTo(position.earliest());
            });
        }
        context.schedule(IDLE, PunctuationType.WALL_CLOCK_TIME, now -> lookForDeleted());
    }

    /** Frames that were deleted behind the last one read: there may never be a next one to tell of them. */
    private void lookForDeleted() {
        if (idle) {
            positions.earliest(partition).ifPresent(this::overrunUpTo);
        }
        idle = true;
    }

    /**
     * Then frames deleted before they were read have their fate with the partition's next frame: without one, no offset
     * is committed in the same transaction, and the worker after this one would tell of them again.
     */
    private boolean exactlyOnce() {
        return StreamsConfig.EXACTLY_ONCE_V2.equals(
                context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long dequeued = clock.micros();
        metrics.frameRead(dequeued < record.timestamp() * 1000);
        idle = false;
        boolean fated = false;
        try {
            RecordMetadata at = context.recordMetadata().orElseThrow();
            overrunUpTo(at.offset());
            nextOffset = at.offset() + 1;
            Outcome outcome = giveFate(record, at.offset(), dequeued);
            outcome.reason.ifPresent(metrics::unposed);
            fated = true;
        } finally {
            load.worked(1000 * Math.max(0, clock.micros() - dequeued));
            if (!fated) {
                metrics.abandoned();
            }
        }
        overrunUpTo(heads.of(partition));
    }

    @Override
    public void close() {
        load.close();
    }

    private Outcome giveFate(Record<byte[], byte[]> record, long offset, long dequeued) {
        FrameCodec.Received received;
        try {
            received = FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value());
        } catch (MalformedRecordException e) {
            Outcome outcome = new Outcome(unidentified(record, dequeued), 0, offset, dequeued);
            emit(record, outcome.refused(UnposedReason.NOT_A_FRAME, e.getMessage()), Optional.empty());
            return outcome;
        }
        Outcome outcome = new Outcome(received.frame(), received.publishedMicros(), offset, dequeued);
        long age = Math.max(0, dequeued - record.timestamp() * 1000);
        if (expiry.expires(age, received.frame().maxAgeMillis())) {
            UnposedReason reason = outcome.isOver(age) ? UnposedReason.TOO_OLD : UnposedReason.OVERLOAD;
            SkeletonFrame expired = outcome.expired(reason, age, "a worker came to it");
            emit(record, expired, received.frame().traceparent());
            return outcome;
        }
        SkeletonFrame posed = poseInTurn(received.frame(), outcome, age);
        emit(record, posed, received.frame().traceparent());
        // One that was found late had its models' time, too, or none would ever be expected to be late.
        if (outcome.detectedMicros > 0 && posed.fate() != Fate.FAILED) {
            long now = clock.micros();
            expiry.posed(now - dequeued, now - outcome.turnMicros);
        }
        return outcome;
    }

    /** @param ageMicros when it was dequeued */
    private SkeletonFrame poseInTurn(Frame frame, Outcome outcome, long ageMicros) {
        try (PosePipeline.Turn turn = pipeline.turn()) {
            outcome.turnMicros = clock.micros();
            long age = ageMicros + outcome.turnMicros - outcome.dequeuedMicros;
            if (expiry.expiresAtItsTurn(age, frame.maxAgeMillis())) {
                UnposedReason reason = outcome.isOver(age) ? UnposedReason.TOO_OLD : UnposedReason.OVERLOAD;
                return outcome.expired(reason, age, "its turn came");
            }
            return pose(frame, turn, outcome, ageMicros);
        }
    }

    private SkeletonFrame pose(Frame frame, PosePipeline.Turn turn, Outcome outcome, long ageMicros) {
        Image image;
        try {
            image = decoder.decode(frame.jpeg());
        } catch (UndecodableImageException e) {
            return outcome.refused(reason(e), e.getMessage());
        }
        try {
            SkeletonFrame posed = pose(image, turn, outcome, ageMicros);
            image.close();
            return posed;
        } catch (BatchFailedException e) {
            image.close();
            return outcome.refused(
                    outcome.detectedMicros == 0 ? UnposedReason.DETECTOR_FAILED : UnposedReason.POSE_FAILED,
                    e.getMessage());
        }
        // A StalledException leaves the image open: the model may still be reading it.
    }

    private static UnposedReason reason(UndecodableImageException e) {
        return e.header()
                .map(header -> switch (header) {
                    case NOT_JPEG -> UnposedReason.NOT_JPEG;
                    case TRUNCATED -> UnposedReason.TRUNCATED;
                    case TOO_MANY_PIXELS -> UnposedReason.TOO_MANY_PIXELS;
                })
                .orElse(UnposedReason.BROKEN_JPEG);
    }

    private SkeletonFrame pose(Image image, PosePipeline.Turn turn, Outcome outcome, long ageMicros) {
        outcome.decoded(image);
        PosePipeline.Ran<List<Detection>> detected = turn.detect(image);
        outcome.detectedMicros = clock.micros();
        outcome.detectRunMicros = detected.runMicros();
        if (detected.answer().isEmpty()) {
            return outcome.posed(List.of());
        }
        long age = ageMicros + outcome.detectedMicros - outcome.dequeuedMicros;
        if (outcome.isOver(age)) {
            return outcome.expired(UnposedReason.DETECTED_LATE, age, "persons were found in it");
        }
        PosePipeline.Ran<List<Person>> posed = turn.pose(new PoseEstimator.People(image, detected.answer()));
        outcome.posedMicros = clock.micros();
        outcome.poseRunMicros = posed.runMicros();
        return outcome.posed(posed.answer());
    }

    private void emit(Record<byte[], byte[]> source, SkeletonFrame frame, Optional<String> traceparent) {
        forward(frame, source.timestamp(), traceparent);
        if (frame.fate() == Fate.UNDECODABLE || frame.fate() == Fate.FAILED) {
            boolean sent = deadLetters.admits(frame.id().camera().value(), clock.micros());
            if (sent) {
                Headers headers = new RecordHeaders(source.headers());
                put(headers, "fate", frame.fate().name());
                put(headers, "reason", frame.reason());
                put(headers, "source", partition + ":" + frame.sourceOffset());
                context.forward(source.withHeaders(headers), PoseTopology.DLQ_SINK);
            }
            metrics.deadLetter(sent);
        }
    }

    private void overrunUpTo(long offset) {
        if (offset > nextOffset) {
            long now = clock.micros();
            Outcome outcome = new Outcome(unidentified(UNKNOWN, new byte[0], now), 0, nextOffset, now);
            forward(outcome.overrun(offset - 1), now / 1000, Optional.empty());
            nextOffset = offset;
        }
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
        metrics.emitted(frame);
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

    /** A frame on its way: gathers the times, and makes the record in the end. */
    private final class Outcome {
        private final Frame frame;
        private final long publishedMicros;
        private final long offset;
        private final long dequeuedMicros;
        private int widthPx;
        private int heightPx;
        private long turnMicros;
        private long decodedMicros;
        private long detectedMicros;
        private long posedMicros;
        private long detectRunMicros;
        private long poseRunMicros;
        private Optional<UnposedReason> reason = Optional.empty();

        Outcome(Frame frame, long publishedMicros, long offset, long dequeuedMicros) {
            this.frame = frame;
            this.publishedMicros = publishedMicros;
            this.offset = offset;
            this.dequeuedMicros = dequeuedMicros;
        }

        void decoded(Image image) {
            widthPx = image.widthPx();
            heightPx = image.heightPx();
            decodedMicros = clock.micros();
        }

        SkeletonFrame posed(List<Person> persons) {
            return record(persons.isEmpty() ? Fate.EMPTY : Fate.POSED, "", offset, persons);
        }

        SkeletonFrame refused(UnposedReason why, String message) {
            reason = Optional.of(why);
            return record(why.fate(), message, offset, List.of());
        }

        SkeletonFrame expired(UnposedReason why, long ageMicros, String moment) {
            return refused(
                    why,
                    ageMicros / 1000 + " ms old when " + moment + ", limit "
                            + frame.maxAgeMillis().getAsLong() + " ms");
        }

        boolean isOver(long ageMicros) {
            return frame.maxAgeMillis().isPresent()
                    && ageMicros
                            > TimeUnit.MILLISECONDS.toMicros(
                                    frame.maxAgeMillis().getAsLong());
        }

        SkeletonFrame overrun(long lastOffset) {
            return record(Fate.OVERRUN, "deleted from frames before a worker read it", lastOffset, List.of());
        }

        private SkeletonFrame record(Fate fate, String reason, long lastOffset, List<Person> persons) {
            return new SkeletonFrame(
                    frame.id(),
                    partition,
                    offset,
                    lastOffset,
                    widthPx,
                    heightPx,
                    fate,
                    reason,
                    new io.posestream.schemas.Hops(
                            frame.capturedMicros(),
                            frame.receivedMicros(),
                            publishedMicros,
                            dequeuedMicros,
                            decodedMicros,
                            detectedMicros,
                            posedMicros,
                            clock.micros(),
                            detectRunMicros,
                            poseRunMicros),
                    detectedMicros > 0 ? pipeline.releases() : List.of(),
                    persons.isEmpty() ? "" : PoseEstimator.LAYOUT.name(),
                    persons,
                    frame.skipped(),
                    frame.clientSequence(),
                    frame.captureClock());
        }
    }
}
