package io.posestream.inference;

import io.posestream.inference.PosePipeline.Ran;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Person;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Has the release that did not answer a frame answer it, too, and tells the trial's observer both answers: the candidate
 * where the live one answered, the live one where a canary did. Nothing of it is emitted, and no frame waits for it: one
 * thread with copies of the models of its own, which begins only while no frame waits for the models, and keeps within its
 * share of the time. What it does not look at counts as skipped.
 *
 * <p>Limits: {@value #MAX_QUEUED} frames wait, each with its decoded picture; a run that takes longer than the time limit
 * counts as one that never ends, and each frame from then on as one on which the candidate failed.
 */
final class ShadowLane implements AutoCloseable {
    /** Of a device's time. */
    static final double SHARE = .2;

    /** It takes none while it works or rests, so this many come only at the same moment. */
    static final int MAX_QUEUED = 2;

    private static final Duration IDLE_POLL = Duration.ofMillis(50);

    /** A frame that was answered. */
    record Seen(CameraId camera, Image image, Ran<List<Detection>> detected, Optional<Ran<List<Person>>> posed) {}

    private final LineUps lineUps;
    private final LineUps.Use use;
    private final BooleanSupplier frameWaits;
    private final TimeShare time;
    private final long timeLimitNanos;
    private final BlockingQueue<Seen> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final Thread thread;
    private final RunClock clock = new RunClock();

    private volatile boolean closing;
    /** Frames that it looked at. Its thread only. */
    private long looked;

    ShadowLane(LineUps lineUps, BooleanSupplier frameWaits, TimeShare time, Duration timeLimit) {
        this.lineUps = lineUps;
        this.use = lineUps.newUse();
        this.frameWaits = frameWaits;
        this.time = time;
        this.timeLimitNanos = timeLimit.toNanos();
        this.thread = new Thread(this::loop, "shadow");
        thread.start();
    }

    /** Takes the picture over, and closes it now or later. Any thread; it does not wait. */
    void offer(Seen seen) {
        LineUp lineUp = lineUps.current();
        if (!lineUp.isTrying() || !accepted(seen, Comparison.all(lineUp, seen))) {
            seen.image.close();
        }
    }

    private boolean accepted(Seen seen, List<Comparison<?, ?>> comparisons) {
        if (comparisons.isEmpty()) {
            return false;
        }
        if (clock.runsLongerThan(timeLimitNanos)) {
            comparisons.forEach(comparison -> comparison
                    .observer()
                    .failed("a run has not ended for " + TimeUnit.NANOSECONDS.toMillis(timeLimitNanos)
                            + " ms, so nothing is compared any more"));
            return false;
        }
        boolean accepted = !closing && time.isFree() && !frameWaits.getAsBoolean() && queue.offer(seen);
        if (!accepted) {
            comparisons.forEach(Comparison::skip);
        }
        return accepted;
    }

    private void loop() {
        try {
            while (!closing) {
                Seen seen = queue.poll(IDLE_POLL.toNanos(), TimeUnit.NANOSECONDS);
                if (seen != null) {
                    look(seen);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            for (Seen seen = queue.poll(); seen != null; seen = queue.poll()) {
                skip(seen, lineUps.current());
            }
        }
    }

    private void look(Seen seen) {
        LineUp lineUp = use.begin();
        try {
            if (!time.isFree() || frameWaits.getAsBoolean()) {
                skip(seen, lineUp);
            } else {
                time.work(() -> compare(seen, lineUp));
            }
        } finally {
            use.end();
        }
    }

    private void compare(Seen seen, LineUp lineUp) {
        clock.begin();
        try {
            long turn = looked++;
            Comparison.all(lineUp, seen).forEach(comparison -> comparison.make(turn));
        } finally {
            clock.end();
            seen.image.close();
        }
    }

    private static void skip(Seen seen, LineUp lineUp) {
        try {
            Comparison.all(lineUp, seen).forEach(Comparison::skip);
        } finally {
            seen.image.close();
        }
    }

    /** Ends after the frame that it is at, or once that takes too long. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(timeLimitNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
