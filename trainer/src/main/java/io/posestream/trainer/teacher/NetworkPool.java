package io.posestream.trainer.teacher;

import io.posestream.inference.model.PoseNetwork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * So many copies of a network that as many threads can ask it at a time; further ones wait. A copy is opened when the
 * others are busy, and belongs to one thread while that uses it.
 */
final class NetworkPool implements AutoCloseable {
    private final Supplier<PoseNetwork> opener;
    private final int size;
    private final Semaphore free;
    /** Guarded by itself. */
    private final Deque<PoseNetwork> idle = new ArrayDeque<>();

    private volatile boolean closed;

    /** @param first of the copies, the pool's from now on */
    NetworkPool(PoseNetwork first, Supplier<PoseNetwork> opener, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(size + " copies of a network");
        }
        this.opener = opener;
        this.size = size;
        this.free = new Semaphore(size);
        idle.push(first);
    }

    <T> T with(Function<PoseNetwork, T> use) {
        // Uninterruptible: the wait is for another thread's single run.
        free.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the teacher is closed");
            }
            PoseNetwork network = borrowed();
            try {
                return use.apply(network);
            } finally {
                synchronized (idle) {
                    idle.push(network);
                }
            }
        } finally {
            free.release();
        }
    }

    private PoseNetwork borrowed() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return opener.get();
    }

    /** Waits for those that run. */
    @Override
    public void close() {
        free.acquireUninterruptibly(size);
        closed = true;
        synchronized (idle) {
            idle.forEach(PoseNetwork::close);
            idle.clear();
        }
        free.release(size);
    }
}
