package io.posestream.trainer.data;

import io.posestream.inference.model.UndecodableImageException;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.Mixture.Draw;
import io.posestream.trainer.data.SampleLoader.Loaded;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
 * The batches of a training in order, made ahead by loader threads. Batch n is the same whatever the number of threads
 * and wherever one starts: it holds the mixture's positions {@code n * batchSize} and on. Asked by one thread.
 *
 * <p>A sample whose image cannot be read or decoded is refused by name, counted, and another of its set taken instead,
 * always the same one.
 */
public final class SampleBatches implements AutoCloseable {
    /** So many in a row cannot be chance; a folder is gone. */
    static final int MAX_REPLACED = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SampleBatches.class);
    private static final int CLOSE_SECONDS = 30;

    private final BatchPlan plan;
    private final Mixture mixture;
    private final int teachers;
    private final SampleLoader loader;
    private final ExecutorService threads;
    private final Queue<Future<Batch>> ahead = new ArrayDeque<>();
    private final RefusedSamples refused;
    private volatile boolean closed;
    private long nextStep;

    /**
     * @param refused takes the samples that cannot be had
     * @param firstStep that {@link #next} gives, from 0
     */
    public SampleBatches(
            BatchPlan plan, Mixture mixture, List<Teacher> teachers, RefusedSamples refused, long firstStep) {
        this.plan = plan;
        this.mixture = mixture;
        this.teachers = teachers.size();
        this.refused = refused;
        this.loader = new SampleLoader(plan, mixture, teachers);
        this.nextStep = firstStep;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(plan.threads(), work -> {
            Thread thread = new Thread(work, "loader-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < plan.batchesAhead(); i++) {
            submit();
        }
    }

    private void submit() {
        long step = nextStep++;
        ahead.add(threads.submit(() -> batch(step)));
    }

    /**
     * Waits for it if need be.
     *
     * @throws TrainingException if a loader thread failed; the message names the sample. All is closed then
     */
    public Batch next() {
        Future<Batch> head = ahead.poll();
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

    private Batch batch(long step) {
        int size = plan.batchSize();
        int pixels = 3 * plan.pixelsWidthPx() * plan.pixelsHeightPx();
        int keypoints = mixture.layout().size();
        byte[] rgb = new byte[size * pixels];
        float[] places = new float[size * keypoints * 2];
        float[] weights = new float[size * keypoints];
        List<List<Answer>> answers = new ArrayList<>();
        for (int t = 0; t < teachers; t++) {
            answers.add(new ArrayList<>(size));
        }
        for (int n = 0; n < size; n++) {
            if (closed) {
                throw new CancellationException("these batches are closed");
            }
            Loaded loaded = loaded(mixture.draw(step * size + n));
            copyAsRgb(loaded.bgr(), rgb, n * pixels);
            System.arraycopy(loaded.places(), 0, places, n * keypoints * 2, keypoints * 2);
            System.arraycopy(loaded.weights(), 0, weights, n * keypoints, keypoints);
            for (int t = 0; t < teachers; t++) {
                answers.get(t).add(loaded.answers().get(t));
            }
        }
        return new Batch(size, rgb, places, weights, answers);
    }

    private static void copyAsRgb(byte[] bgr, byte[] rgb, int offset) {
        for (int i = 0; i < bgr.length; i += 3) {
            rgb[offset + i] = bgr[i + 2];
            rgb[offset + i + 1] = bgr[i + 1];
            rgb[offset + i + 2] = bgr[i];
        }
    }

    private Loaded loaded(Draw draw) {
        Draw now = draw;
        for (int attempt = 1; attempt <= MAX_REPLACED; attempt++) {
            try {
                return loader.load(now);
            } catch (IOException e) {
                refused.add(now.sample(), e.toString());
            } catch (UndecodableImageException e) {
                refused.add(now.sample(), e.getMessage());
            } catch (RuntimeException e) { // whatever a teacher throws: training stops, and says on which sample
                throw new TrainingException("sample " + now.sample().id() + " cannot be loaded: " + e, e);
            }
            now = mixture.instead(draw, attempt);
        }
        String id = draw.sample().id();
        throw new TrainingException(MAX_REPLACED + " samples in a row from " + id + " on have no image: "
                + refused.named().getOrDefault(id, "more than " + RefusedSamples.MAX_NAMED + " are refused"));
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
        loader.close();
    }
}
