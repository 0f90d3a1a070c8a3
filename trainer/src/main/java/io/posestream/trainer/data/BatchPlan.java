package io.posestream.trainer.data;

/**
 * What batches are made of.
 *
 * @param augmentation of this stage
 * @param seed of colours and, without views, of crops; the order is the {@link Mixture}'s own
 * @param batchSize samples of a step
 * @param widthPx of the student's crop, in which places are given and which teachers see
 * @param heightPx of the student's crop
 * @param pixelShrink 1: pixels of the crop's size; 2: of half of it each way, cut as serving a smaller student would
 * @param views how many crops of a sample there are: its n-th pass shows crop {@code n mod views}, which depends on the
 *     sample alone, so that teachers' answers to it serve all seeds and mixtures; 0: a new one each time
 * @param threads that load
 * @param batchesAhead that are made before they are asked for; at least as many as threads, else some idle
 * @param cacheBytes for crops that come again, or without views for decoded images; 0: none
 */
public record BatchPlan(
        Augmentation augmentation,
        long seed,
        int batchSize,
        int widthPx,
        int heightPx,
        int pixelShrink,
        int views,
        int threads,
        int batchesAhead,
        long cacheBytes) {

    public BatchPlan {
        if (batchSize < 1 || threads < 1 || batchesAhead < 1 || views < 0 || cacheBytes < 0) {
            throw new IllegalArgumentException("batches of " + batchSize + " by " + threads + " threads, "
                    + batchesAhead + " ahead, of " + views + " views with a cache of " + cacheBytes + " bytes");
        }
        boolean whole = (pixelShrink == 1 || pixelShrink == 2)
                && widthPx >= pixelShrink
                && heightPx >= pixelShrink
                && widthPx % pixelShrink == 0
                && heightPx % pixelShrink == 0;
        if (!whole) {
            throw new IllegalArgumentException(
                    "crops of " + widthPx + " x " + heightPx + " pixels, shrunk by " + pixelShrink);
        }
    }

    /** Of the pixels, not of the crop. */
    public int pixelsWidthPx() {
        return widthPx / pixelShrink;
    }

    public int pixelsHeightPx() {
        return heightPx / pixelShrink;
    }
}
