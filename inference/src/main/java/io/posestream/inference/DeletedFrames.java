package io.posestream.inference;

import java.time.Duration;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Notices frames of one partition that were deleted before a worker read them, and has them told as ranges. One stream
 * thread.
 */
final class DeletedFrames {
    private static final Duration SOON = Duration.ofMillis(50);
    /** How long no frame comes until the broker is asked whether some were deleted. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final SourcePositions positions;
    private final QueueHeads heads;
    private final int partition;
    private final Range told;
    private long nextOffset;
    private boolean idle;

    /** Is told of a range of offsets, both ends included. */
    interface Range {
        void overrun(long first, long last);
    }

    DeletedFrames(SourcePositions positions, QueueHeads heads, ProcessorContext<?, ?> context, Range told) {
        this.positions = positions;
        this.heads = heads;
        this.partition = context.taskId().partition();
        this.told = told;
        SourcePositions.Position position = positions.of(partition);
        this.nextOffset = position.next();
        if (!exactlyOnce(context)) {
            lookBesides(context, position);
        }
    }

    /**
     * Then frames deleted before they were read have their fate with the partition's next frame: without one, no offset
     * is committed in the same transaction, and the worker after this one would tell of them again.
     */
    private static boolean exactlyOnce(ProcessorContext<?, ?> context) {
        return StreamsConfig.EXACTLY_ONCE_V2.equals(
                context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    }

    private void lookBesides(ProcessorContext<?, ?> context, SourcePositions.Position position) {
        if (position.earliest() > position.next()) {
            // Nothing may be sent while a task is made, nor may a next frame ever come.
            Cancellable[] once = new Cancellable[1];
            once[0] = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, now -> {
                once[0].cancel();
                tellUpTo(position.earliest());
            });
        }
        context.schedule(IDLE, PunctuationType.WALL_CLOCK_TIME, now -> lookBehindTheLast());
    }

    /** There may never be a next frame to tell of those. */
    private void lookBehindTheLast() {
        if (idle) {
            positions.earliest(partition).ifPresent(this::tellUpTo);
        }
        idle = true;
    }

    /** A frame comes into work: tells what is missing before it. */
    void beforeFrameAt(long offset) {
        idle = false;
        tellUpTo(offset);
        nextOffset = offset + 1;
    }

    /** It has its fate: tells what is missing behind it, since a commit would name the next one that is queued. */
    void afterFrame() {
        tellUpTo(heads.of(partition));
    }

    private void tellUpTo(long offset) {
        if (offset > nextOffset) {
            told.overrun(nextOffset, offset - 1);
            nextOffset = offset;
        }
    }
}
