package io.posestream.inference;

import java.util.List;

/**
 * A model loaded for a slot. One thread at a time.
 *
 * @param <I> what it looks at
 * @param <O> what it answers
 */
interface SlotModel<I, O> extends AutoCloseable {
    /** One output for each input, in order. */
    List<O> run(List<I> batch);

    /** How much it runs best at a time: frames for a detector, persons for a pose network. Any thread. */
    int maxBatch();

    @Override
    void close();
}
