package io.posestream.trainer.data;

import io.posestream.trainer.TrainingException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches in the order of their steps, made ahead by loader threads, as many as it was told and no more. Asked by one thread.
 */
final class BatchQueue<B> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchQueue.class);
    private static final int CLOSE_SECONDS = 30;

    private final Making<B> making;
    private final ExecutorService threads;
    private final Queue<Future<B>> ahead = new ArrayDeque<>();
    private volatile boolean closed;
    private long nextStep;

    /** Makes a step's batch, on any thread. */
    interface Making<B> {
        /** @param open to be asked before each sample */
        B of(long step, Open open);
    }

    /** Whether anybody still waits for what is made. */
    interface Open {
        /** @throws CancellationException if not */
        void require();
    }

    /** @param firstStep that {@link #next} gives, from 0 */
    BatchQueue(int threadCount, int batchesAhead, long firstStep, Making<B> making) {
        this.making = making;
        this.nextStep = firstStep;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threadCount, work -> {
            Thread thread = new Thread(work, "loader-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < batchesAhead; i++) {
            submit();
        }
    }

    private void submit() {
        long step = nextStep++;
        ahead.add(threads.submit(() -> making.of(step, this::requireOpen)));
    }

    private void requireOpen() {
        if (closed) {
            throw new CancellationException("these batches are closed");
        }
    }

    /**
     * Waits for it if need be.
     *
     * @throws TrainingException if a loader thread failed; the message names the sample. All is closed then
     */
    B next() {
        Future<B> head = ahead.poll();
        if (head == null || threads.isShutdown()) {
            throw new IllegalStateException("these batches are closed");
        }
        submit();
        try {
            return head.get();
        } catch (ExecutionException e) {
            close();
            throw e.getCause() instanceof TrainingException known
                    ? new TrainingException(known.getMessage(), known)
                    : new TrainingException("a loader thread failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new TrainingException("interrupted while waiting for a batch", e);
        }
    }

    /**
     * Lets each thread end its sample and throws away what was made ahead. Nobody is interrupted: that would not stop a
     * teacher, but close the cache's file under a thread that writes to it.
     */
    @Override
    public void close() {
        closed = true;
        ahead.forEach(batch -> batch.cancel(false));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("loader threads still run: seconds={}", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ahead.clear();
    }
}
