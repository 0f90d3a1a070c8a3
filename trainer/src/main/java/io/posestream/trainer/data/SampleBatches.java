package io.posestream.trainer.data;

import io.posestream.trainer.data.Mixture.Draw;
import io.posestream.trainer.data.SampleLoader.Loaded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of a training in order, made ahead by loader threads. Batch n is the same whatever the number of threads
 * and wherever one starts: it holds the mixture's positions {@code n * batchSize} and on. Asked by one thread.
 *
 * <p>A sample whose image cannot be read or decoded is refused by name, counted, and another of its set taken instead,
 * always the same one.
 */
public final class SampleBatches implements AutoCloseable {
    private final BatchPlan plan;
    private final Mixture mixture;
    private final int teachers;
    private final SampleLoader loader;
    private final Replacing<Draw, Loaded> loading;
    private final BatchQueue<Batch> queue;

    /**
     * @param refused takes the samples that cannot be had
     * @param firstStep that {@link #next} gives, from 0
     */
    public SampleBatches(
            BatchPlan plan, Mixture mixture, List<Teacher> teachers, RefusedSamples refused, long firstStep) {
        this.plan = plan;
        this.mixture = mixture;
        this.teachers = teachers.size();
        this.loader = new SampleLoader(plan, mixture, teachers);
        this.loading = new Replacing<>(new Samples(), refused);
        this.queue = new BatchQueue<>(plan.threads(), plan.batchesAhead(), firstStep, this::batch);
    }

    /**
     * Waits for it if need be.
     *
     * @throws io.posestream.trainer.TrainingException if a loader thread failed; the message names the sample. All is closed
     *     then
     */
    public Batch next() {
        return queue.next();
    }

    private Batch batch(long step, BatchQueue.Open open) {
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
            open.require();
            Loaded loaded = loading.load(mixture.draw(step * size + n));
            copyAsRgb(loaded.bgr(), rgb, n * pixels);
            System.arraycopy(loaded.places(), 0, places, n * keypoints * 2, keypoints * 2);
            System.arraycopy(loaded.weights(), 0, weights, n * keypoints, keypoints);
            for (int t = 0; t < teachers; t++) {
                answers.get(t).add(loaded.answers().get(t));
            }
        }
        return new Batch(size, rgb, places, weights, answers);
    }

    static void copyAsRgb(byte[] bgr, byte[] rgb, int offset) {
        for (int i = 0; i < bgr.length; i += 3) {
            rgb[offset + i] = bgr[i + 2];
            rgb[offset + i + 1] = bgr[i + 1];
            rgb[offset + i + 2] = bgr[i];
        }
    }

    private final class Samples implements Replacing.Stream<Draw, Loaded> {
        @Override
        public String id(Draw draw) {
            return draw.sample().id();
        }

        @Override
        public Loaded load(Draw draw) throws IOException {
            return loader.load(draw);
        }

        @Override
        public Draw instead(Draw draw, int attempt) {
            return mixture.instead(draw, attempt);
        }
    }

    /** Lets each thread end its sample and throws away what was made ahead. */
    @Override
    public void close() {
        queue.close();
        loader.close();
    }
}
