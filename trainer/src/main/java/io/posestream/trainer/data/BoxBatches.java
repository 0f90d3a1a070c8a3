package io.posestream.trainer.data;

import io.posestream.trainer.data.BoxLoader.Loaded;
import io.posestream.trainer.data.Order.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A detector's batches in order, made ahead by loader threads. Batch n is the same whatever the number of threads and
 * wherever one starts. Asked by one thread.
 */
public final class BoxBatches implements AutoCloseable {
    private final BoxPlan plan;
    private final BoxMixture mixture;
    private final BoxLoader loader;
    private final Replacing<Place, Loaded> loading;
    private final BatchQueue<BoxBatch> queue;

    /**
     * @param refused takes the pictures that cannot be had
     * @param firstStep that {@link #next} gives, from 0
     */
    public BoxBatches(BoxPlan plan, BoxMixture mixture, RefusedSamples refused, long firstStep) {
        this.plan = plan;
        this.mixture = mixture;
        this.loader = new BoxLoader(plan);
        this.loading = new Replacing<>(new Pictures(), refused);
        this.queue = new BatchQueue<>(plan.threads(), plan.batchesAhead(), firstStep, this::batch);
    }

    /**
     * Waits for it if need be.
     *
     * @throws io.posestream.trainer.TrainingException if a loader thread failed; the message names the picture
     */
    public BoxBatch next() {
        return queue.next();
    }

    private BoxBatch batch(long step, BatchQueue.Open open) {
        int size = plan.batchSize();
        int pixels = 3 * plan.widthPx() * plan.heightPx();
        byte[] rgb = new byte[size * pixels];
        List<BoxBatch.Truth> pictures = new ArrayList<>(size);
        for (int n = 0; n < size; n++) {
            open.require();
            Loaded loaded = loading.load(mixture.at(step * size + n));
            SampleBatches.copyAsRgb(loaded.bgr(), rgb, n * pixels);
            pictures.add(loaded.truth());
        }
        return new BoxBatch(size, rgb, pictures);
    }

    private final class Pictures implements Replacing.Stream<Place, Loaded> {
        @Override
        public String id(Place place) {
            return mixture.image(place).id();
        }

        @Override
        public Loaded load(Place place) throws IOException {
            return loader.load(mixture.image(place), place.pass());
        }

        @Override
        public Place instead(Place place, int attempt) {
            return mixture.instead(place, attempt);
        }
    }

    /** Lets each thread end its picture and throws away what was made ahead. */
    @Override
    public void close() {
        queue.close();
        loader.close();
    }
}
