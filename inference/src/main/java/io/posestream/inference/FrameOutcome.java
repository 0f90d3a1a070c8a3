package io.posestream.inference;

import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A frame on its way through a worker: gathers the times, and makes the record in the end. One stream thread. */
final class FrameOutcome {
    private final Frame frame;
    private final long publishedMicros;
    private final int partition;
    private final long offset;
    private final long dequeuedMicros;
    private final MicroClock clock;
    private final List<ReleaseRef> releases = new ArrayList<>(2);
    private int widthPx;
    private int heightPx;
    private long turnMicros;
    private long decodedMicros;
    private long detectedMicros;
    private long posedMicros;
    private long detectRunMicros;
    private long poseRunMicros;
    private Optional<UnposedReason> reason = Optional.empty();

    FrameOutcome(Frame frame, long publishedMicros, int partition, long offset, long dequeuedMicros, MicroClock clock) {
        this.frame = frame;
        this.publishedMicros = publishedMicros;
        this.partition = partition;
        this.offset = offset;
        this.dequeuedMicros = dequeuedMicros;
        this.clock = clock;
    }

    Frame frame() {
        return frame;
    }

    /** Why it was not posed, if it was not. */
    Optional<UnposedReason> reason() {
        return reason;
    }

    /** Its age now, in microseconds, by the worker's clock and the time at which ingest received it; never below 0. */
    long ageMicros(long receivedMicros) {
        return Math.max(0, clock.micros() - receivedMicros);
    }

    void itsTurnCame() {
        turnMicros = clock.micros();
    }

    void decoded(Image image) {
        widthPx = image.widthPx();
        heightPx = image.heightPx();
        decodedMicros = clock.micros();
    }

    void detected(long runMicros, ReleaseRef by) {
        detectedMicros = clock.micros();
        detectRunMicros = runMicros;
        releases.add(by);
    }

    void posed(long runMicros, ReleaseRef by) {
        posedMicros = clock.micros();
        poseRunMicros = runMicros;
        releases.add(by);
    }

    /** The models ran on it. */
    boolean isDetected() {
        return detectedMicros > 0;
    }

    /** From the worker's reading it until now. */
    long wayMicros() {
        return clock.micros() - dequeuedMicros;
    }

    /** From the worker's reading it to its turn; 0 where that never came. */
    long waitedMicros() {
        return turnMicros == 0 ? 0 : turnMicros - dequeuedMicros;
    }

    /** From its turn until now. */
    long workMicros() {
        return clock.micros() - turnMicros;
    }

    SkeletonFrame posed(List<Person> persons) {
        return record(persons.isEmpty() ? Fate.EMPTY : Fate.POSED, "", offset, persons);
    }

    SkeletonFrame refused(UnposedReason why, String message) {
        reason = Optional.of(why);
        return record(why.fate(), message, offset, List.of());
    }

    SkeletonFrame expired(long ageMicros, String moment) {
        return refused(isOver(ageMicros) ? UnposedReason.TOO_OLD : UnposedReason.OVERLOAD, late(ageMicros, moment));
    }

    String late(long ageMicros, String moment) {
        return ageMicros / 1000 + " ms old when " + moment + ", limit "
                + frame.maxAgeMillis().getAsLong() + " ms";
    }

    boolean isOver(long ageMicros) {
        return frame.maxAgeMillis().isPresent()
                && ageMicros
                        > TimeUnit.MILLISECONDS.toMicros(frame.maxAgeMillis().getAsLong());
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
                new Hops(
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
                releases,
                persons.isEmpty() ? "" : PoseEstimator.LAYOUT.name(),
                persons,
                frame.skipped(),
                frame.clientSequence(),
                frame.captureClock());
    }
}
