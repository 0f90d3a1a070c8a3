package io.posestream.trainer;

import java.util.function.Supplier;

/** Batches of real samples, from whichever loader threads make them. */
record LoadedBatches<B>(Supplier<B> source, Runnable closing) implements Batches<B> {
    @Override
    public B next() {
        return source.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
