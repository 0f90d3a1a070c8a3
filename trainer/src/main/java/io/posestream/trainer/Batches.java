package io.posestream.trainer;

/**
 * What a net is shown, step after step.
 *
 * @param <B> all that a step is shown
 */
interface Batches<B> extends AutoCloseable {
    /** Waits for the loader threads if need be. */
    B next();

    @Override
    void close();

    /** Makes them; what a step is shown depends on nothing but the recipe, the step and the stage. */
    interface Source<B> {
        Batches<B> from(long step, Stage stage);

        /** Of all that it made. */
        default Supply supply() {
            return Supply.NOTHING;
        }
    }
}
