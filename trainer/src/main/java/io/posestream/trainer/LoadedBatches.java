package io.posestream.trainer;

import io.posestream.trainer.data.Batch;
import io.posestream.trainer.data.SampleBatches;

/** Batches of real samples. */
record LoadedBatches(SampleBatches samples) implements Batches {
    @Override
    public Batch next() {
        return samples.next();
    }

    @Override
    public void close() {
        samples.close();
    }
}
