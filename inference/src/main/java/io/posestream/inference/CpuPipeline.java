package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * {@link PosePipeline} for a CPU, where a batch gains nothing and a thread change costs: as many pairs of models as
 * frames may be computed at a time, and each frame has one pair to itself from its decoding to its last person. A pair
 * belongs to one thread at a time. The frames that wait are served in the order in which they came.
 */
final class CpuPipeline implements PosePipeline {
    /** A detector and a pose network. One thread at a time. */
    interface Models extends AutoCloseable {
        List<Detection> detect(Image image);

        List<Person> pose(People people);

        List<ReleaseRef> releases();

        @Override
        void close();
    }

    private final List<Pair> pairs;
    private final BlockingQueue<Pair> free;
    private final List<ReleaseRef> releases;
    private final long timeLimitNanos;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Takes the models over.
     *
     * @param models one or more, all of the same releases
     * @param timeLimit a run that takes longer is one that never ends: the pipeline is not alive, for good
     */
    CpuPipeline(List<? extends Models> models, Duration timeLimit, InferenceMetrics metrics) {
        Batcher.Observer detecting = metrics.observer(Slot.DETECTOR);
        Batcher.Observer posing = metrics.observer(Slot.POSE);
        this.pairs =
                models.stream().map(each -> new Pair(each, detecting, posing)).toList();
        this.free = new ArrayBlockingQueue<>(pairs.size(), true, pairs);
        this.releases = models.get(0).releases();
        this.timeLimitNanos = timeLimit.toNanos();
        metrics.queues(waiting::get, () -> 0);
        metrics.releases(releases);
    }

    @Override
    public Turn turn() {
        long started = System.nanoTime();
        waiting.incrementAndGet();
        try {
            while (!closed) {
                Pair pair = free.poll(timeLimitNanos, TimeUnit.NANOSECONDS);
                if (pair != null) {
                    return new PairTurn(pair, System.nanoTime() - started);
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
    public List<ReleaseRef> releases() {
        return releases;
    }

    @Override
    public boolean alive() {
        return !closed && pairs.stream().noneMatch(pair -> pair.runsLongerThan(timeLimitNanos));
    }

    /** A pair whose run does not end within the time limit is left alone: closing it under the run would crash. */
    @Override
    public void close() {
        closed = true;
        try {
            for (int i = 0; i < pairs.size(); i++) {
                Pair pair = free.poll(timeLimitNanos, TimeUnit.NANOSECONDS);
                if (pair != null) {
                    pair.models.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Pair {
        private final Models models;
        private final Batcher.Observer detecting;
        private final Batcher.Observer posing;
        /** When the run began that is going on; 0 between two. */
        private volatile long runningSinceNanos;

        private Pair(Models models, Batcher.Observer detecting, Batcher.Observer posing) {
            this.models = models;
            this.detecting = detecting;
            this.posing = posing;
        }

        private boolean runsLongerThan(long limitNanos) {
            long since = runningSinceNanos;
            return since != 0 && System.nanoTime() - since > limitNanos;
        }

        private <T> Ran<T> run(Supplier<T> model, Batcher.Observer observer, long waitedNanos) {
            observer.taken(waitedNanos);
            long started = System.nanoTime();
            runningSinceNanos = started == 0 ? 1 : started;
            try {
                T answer = model.get();
                long ranNanos = System.nanoTime() - started;
                observer.ran(1, 0, ranNanos);
                return new Ran<>(answer, TimeUnit.NANOSECONDS.toMicros(ranNanos));
            } catch (RuntimeException e) {
                throw new BatchFailedException(e);
            } finally {
                runningSinceNanos = 0;
            }
        }
    }

    private final class PairTurn implements Turn {
        private final Pair pair;
        private final long waitedNanos;

        private PairTurn(Pair pair, long waitedNanos) {
            this.pair = pair;
            this.waitedNanos = waitedNanos;
        }

        @Override
        public Ran<List<Detection>> detect(Image image) {
            return pair.run(() -> pair.models.detect(image), pair.detecting, waitedNanos);
        }

        @Override
        public Ran<List<Person>> pose(People people) {
            return pair.run(() -> pair.models.pose(people), pair.posing, 0);
        }

        @Override
        public void close() {
            free.add(pair);
        }
    }
}
