package io.posestream.trainer;

import io.posestream.trainer.data.Batch;

/** What the student is shown, step after step. */
interface Batches extends AutoCloseable {
    /** Waits for the loader threads if need be. */
    Batch next();

    @Override
    void close();

    /** Makes them; what a step is shown depends on nothing but the recipe, the step and the stage. */
    interface Source {
        Batches from(long step, Stage stage);

        /** Of all that it made. */
        default Supply supply() {
            return Supply.NOTHING;
        }
    }
}
