package io.posestream.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups the items of many waiting threads into batches for one model.
 *
 * <p>One thread runs the model and closes it; no other touches it, so it needs neither a lock nor a reference count. It
 * takes what is queued, waits at most {@code maxWait} for the batch to fill, and runs. A batch that fails is halved
 * until only the culprit fails.
 *
 * <p>Limits: the queue holds {@code maxQueued} items, the next one is refused; a run may take {@code timeLimit}, then
 * the batcher counts as stalled, for good: a native call that does not return cannot be ended.
 */
final class Batcher<I, O> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(50);

    /** A loaded model. Run and closed by the batcher's thread only. */
    interface Model<I, O> extends AutoCloseable {
        /** One output for each input, in order. */
        List<O> run(List<I> batch);

        /** How much of a batch the item takes up, at least 1. Any thread. */
        int weight(I item);

        /** Most weight in a run, at least 1; a single item may weigh more. It may change between two runs. */
        int maxBatch();

        @Override
        void close();
    }

    /** How long and how many may wait. */
    record Limits(Duration maxWait, int maxQueued, Duration timeLimit) {
        Limits {
            if (maxQueued < 1) {
                throw new IllegalArgumentException("maxQueued " + maxQueued);
            }
        }
    }

    /** What a batcher did, for the metrics. Called by its thread. */
    interface Observer {
        /** An item came from the queue into a batch. */
        default void taken(long waitedNanos) {}

        /** @param fillNanos from the first item taken to the run */
        void ran(int items, long fillNanos, long runNanos);
    }

    private record Pending<I, O>(I item, long queuedNanos, CompletableFuture<O> answer) {}

    private final Limits limits;
    private final Observer observer;
    private final BlockingQueue<Pending<I, O>> queue;
    private final Thread thread;
    /** Taken from the queue and left for the next batch. The batcher's thread only. */
    private Pending<I, O> tooHeavy;

    /** When a run last began or ended. */
    private volatile long lastProgressNanos = System.nanoTime();

    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean stalled;

    Batcher(String name, Limits limits, Observer observer, Model<I, O> model) {
        this.limits = limits;
        this.observer = observer;
        this.queue = new ArrayBlockingQueue<>(limits.maxQueued);
        this.thread = new Thread(() -> loop(model), name);
        thread.start();
    }

    /**
     * Has the model run on an item and waits for its answer.
     *
     * @throws BatchFailedException if the model failed on this item
     * @throws StalledException if it did not answer in time, the queue was full, or the batcher is closed: the worker is
     *     broken, not the item; whatever the item holds may still be read by the model
     */
    O run(I item) {
        Pending<I, O> pending = new Pending<>(item, System.nanoTime(), new CompletableFuture<>());
        if (closing || !queue.offer(pending)) {
            throw new StalledException(
                    thread.getName() + (closing ? " is closed" : ": " + queue.size() + " are queued"));
        }
        if (stopped) {
            failQueued();
        }
        try {
            return await(pending.answer);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RejectedExecutionException) {
                throw new StalledException(thread.getName() + " stopped", e.getCause());
            }
            throw new BatchFailedException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StalledException("interrupted while waiting for " + thread.getName(), e);
        }
    }

    /** Waits as long as the model gets on: for at most as many runs as fit into the queue. */
    private O await(CompletableFuture<O> answer) throws ExecutionException, InterruptedException {
        long limitNanos = limits.timeLimit.toNanos();
        long waitNanos = limitNanos;
        while (true) {
            try {
                return answer.get(waitNanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                waitNanos = lastProgressNanos + limitNanos - System.nanoTime();
                if (waitNanos <= 0) {
                    stalled = true;
                    throw new StalledException(
                            thread.getName() + " has finished no run for " + limits.timeLimit.toMillis() + " ms", e);
                }
            }
        }
    }

    int queued() {
        return queue.size();
    }

    /** It answers, as far as anybody has seen. */
    boolean alive() {
        return !stalled && !stopped;
    }

    /** Finishes what is queued, closes the model, and returns once the thread is gone, or stalled past its limit. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(limits.timeLimit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop(Model<I, O> model) {
        List<Pending<I, O>> batch = new ArrayList<>();
        try {
            while (!closing || tooHeavy != null || !queue.isEmpty()) {
                long collecting = collect(model, batch);
                if (!batch.isEmpty()) {
                    long started = System.nanoTime();
                    lastProgressNanos = started;
                    run(model, batch);
                    lastProgressNanos = System.nanoTime();
                    observer.ran(batch.size(), started - collecting, lastProgressNanos - started);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped = true;
            batch.forEach(this::reject);
            if (tooHeavy != null) {
                reject(tooHeavy);
            }
            failQueued();
            model.close();
        }
    }

    /** @return when the first was taken */
    private long collect(Model<I, O> model, List<Pending<I, O>> batch) throws InterruptedException {
        Pending<I, O> next = tooHeavy != null ? tooHeavy : queue.poll(IDLE_POLL.toNanos(), TimeUnit.NANOSECONDS);
        tooHeavy = null;
        long began = System.nanoTime();
        long deadline = began + limits.maxWait.toNanos();
        int maxBatch = model.maxBatch();
        int weight = 0;
        while (next != null) {
            weight += model.weight(next.item);
            if (!batch.isEmpty() && weight > maxBatch) {
                tooHeavy = next;
                return began;
            }
            batch.add(next);
            observer.taken(System.nanoTime() - next.queuedNanos);
            next = weight < maxBatch ? queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) : null;
        }
        return began;
    }

    private void run(Model<I, O> model, List<Pending<I, O>> batch) {
        try {
            List<O> answers = model.run(batch.stream().map(Pending::item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(answers.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.get(0).answer.completeExceptionally(e);
                return;
            }
            LOG.warn("batch of {} failed, halving it: {}", batch.size(), e.getMessage());
            run(model, batch.subList(0, batch.size() / 2));
            run(model, batch.subList(batch.size() / 2, batch.size()));
        }
    }

    private void failQueued() {
        for (Pending<I, O> pending = queue.poll(); pending != null; pending = queue.poll()) {
            reject(pending);
        }
    }

    private void reject(Pending<I, O> pending) {
        pending.answer.completeExceptionally(new RejectedExecutionException(thread.getName() + " stopped"));
    }
}
