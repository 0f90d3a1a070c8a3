package io.posestream.trainer.data;

/**
 * What a detector's batches are made of.
 *
 * @param augmentation of this stage; turns and half bodies are for persons' crops and do not apply
 * @param seed of all that is drawn; the order is that of the sets
 * @param widthPx of the detector's input, as {@code heightPx}
 * @param threads that load
 * @param batchesAhead that are made before they are asked for; at least as many as threads, else some idle
 * @param cacheBytes for decoded images; 0: none
 */
public record BoxPlan(
        Augmentation augmentation,
        long seed,
        int batchSize,
        int widthPx,
        int heightPx,
        int threads,
        int batchesAhead,
        long cacheBytes) {
    public BoxPlan {
        if (batchSize < 1 || threads < 1 || batchesAhead < 1 || cacheBytes < 0 || widthPx < 1 || heightPx < 1) {
            throw new IllegalArgumentException("batches of " + batchSize + " pictures of " + widthPx + " x " + heightPx
                    + " by " + threads + " threads, " + batchesAhead + " ahead, a cache of " + cacheBytes + " bytes");
        }
    }
}
