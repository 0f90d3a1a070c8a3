package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * {@link PosePipeline} for a CPU, where a batch gains nothing and a thread change costs: as many lanes as frames may be
 * computed at a time, each with copies of the models, and each frame has one lane and one line-up to itself from its
 * decoding to its last person. A lane belongs to one thread at a time. The frames that wait are served in the order in
 * which they came.
 */
final class CpuPipeline implements PosePipeline {
    private final List<Lane> lanes;
    private final BlockingQueue<Lane> free;
    private final long timeLimitNanos;
    private final LineUps lineUps;
    private final ShadowLane shadow;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Uses the models of the line-ups; they stay their owner's.
     *
     * @param frames computed at a time, 1 or more: each release has as many copies
     * @param timeLimit a run that takes longer is one that never ends: the pipeline is not alive, for good
     */
    CpuPipeline(LineUps lineUps, int frames, Duration timeLimit, ShadowLane shadow, InferenceMetrics metrics) {
        Batcher.Observer detecting = metrics.observer(Slot.DETECTOR);
        Batcher.Observer posing = metrics.observer(Slot.POSE);
        this.lanes = IntStream.range(0, frames)
                .mapToObj(number -> new Lane(number, lineUps.newUse(), detecting, posing))
                .toList();
        this.free = new ArrayBlockingQueue<>(frames, true, lanes);
        this.timeLimitNanos = timeLimit.toNanos();
        this.lineUps = lineUps;
        this.shadow = shadow;
        metrics.queues(waiting::get, () -> 0);
    }

    @Override
    public Turn turn(CameraId camera) {
        long started = System.nanoTime();
        waiting.incrementAndGet();
        try {
            while (!closed) {
                Lane lane = free.poll(timeLimitNanos, TimeUnit.NANOSECONDS);
                if (lane != null) {
                    return new LaneTurn(lane, camera, lane.use.begin(), System.nanoTime() - started);
                }
                if (!alive()) {
                    throw new StalledException(
                            "a model has not answered for " + TimeUnit.NANOSECONDS.toMillis(timeLimitNanos) + " ms");
                }
            }
            throw new StalledException("the models are closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StalledException("interrupted while waiting for the models", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    @Override
    public void fated(SkeletonFrame frame) {
        lineUps.current().fated(frame);
    }

    @Override
    public boolean frameWaits() {
        return waiting.get() > 0;
    }

    @Override
    public boolean alive() {
        return !closed && lanes.stream().noneMatch(lane -> lane.clock.runsLongerThan(timeLimitNanos));
    }

    /** Waits for the frames in work, but not longer than a run may take. */
    @Override
    public void close() {
        closed = true;
        try {
            for (int i = 0; i < lanes.size(); i++) {
                free.poll(timeLimitNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Lane {
        private final int number;
        private final LineUps.Use use;
        private final Batcher.Observer detecting;
        private final Batcher.Observer posing;
        private final RunClock clock = new RunClock();

        private Lane(int number, LineUps.Use use, Batcher.Observer detecting, Batcher.Observer posing) {
            this.number = number;
            this.use = use;
            this.detecting = detecting;
            this.posing = posing;
        }

        private <I, O> Ran<O> run(
                Served<I, O> served, CameraId camera, I input, Batcher.Observer observer, long waitedNanos) {
            observer.taken(waitedNanos);
            long started = clock.begin();
            try {
                Ran<O> ran = Answering.answer(served, number, camera, input);
                observer.ran(1, 0, System.nanoTime() - started);
                return ran;
            } catch (RuntimeException e) {
                throw new BatchFailedException(e);
            } finally {
                clock.end();
            }
        }
    }

    private final class LaneTurn implements Turn {
        private final Lane lane;
        private final CameraId camera;
        private final LineUp lineUp;
        private final long waitedNanos;

        private LaneTurn(Lane lane, CameraId camera, LineUp lineUp, long waitedNanos) {
            this.lane = lane;
            this.camera = camera;
            this.lineUp = lineUp;
            this.waitedNanos = waitedNanos;
        }

        @Override
        public Ran<List<Detection>> detect(Image image) {
            return lane.run(lineUp.detector(), camera, image, lane.detecting, waitedNanos);
        }

        @Override
        public Ran<List<Person>> pose(People people) {
            return lane.run(lineUp.pose(), camera, people, lane.posing, 0);
        }

        @Override
        public void answered(Image image, Ran<List<Detection>> detected, Optional<Ran<List<Person>>> posed) {
            shadow.offer(new ShadowLane.Seen(camera, image, detected, posed));
        }

        @Override
        public void close() {
            lane.use.end();
            free.add(lane);
        }
    }
}
