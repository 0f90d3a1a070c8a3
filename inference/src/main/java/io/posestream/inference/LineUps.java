package io.posestream.inference;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The line-up that serves now, and who is still using which: a new one is taken up between two frames, without a lock
 * and without a count that threads would fight for, and a model is closed only when nobody uses it.
 *
 * <p>Whoever uses models says beforehand which line-up it takes them from, and looks again whether that is still the one
 * (hazard pointers: M. Michael, IEEE TPDS 15(6), 2004). So whoever has exchanged the line-up sees every use of the old one.
 */
final class LineUps {
    private static final long POLL_NANOS = Duration.ofNanos(200_000).toNanos();

    private final List<Use> uses = new CopyOnWriteArrayList<>();
    private volatile LineUp current;

    LineUps(LineUp first) {
        current = first;
    }

    LineUp current() {
        return current;
    }

    /** A place where models are used, by one thread at a time. For as long as this. */
    Use newUse() {
        Use use = new Use();
        uses.add(use);
        return use;
    }

    /** From now on, whoever begins to use models uses these. One thread. */
    void exchange(LineUp next) {
        current = next;
    }

    /**
     * Waits until none of these is used any more, but not for ever: a run may never end.
     *
     * @param models none of them in the current line-up
     * @return those that nobody uses, and that nobody will
     */
    Set<Loaded<?, ?>> awaitUnused(Set<Loaded<?, ?>> models, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Set<Loaded<?, ?>> unused = unused(models);
        while (unused.size() < models.size()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
            unused = unused(models);
        }
        return unused;
    }

    private Set<Loaded<?, ?>> unused(Set<Loaded<?, ?>> models) {
        Set<Loaded<?, ?>> unused = new HashSet<>(models);
        for (Use use : uses) {
            LineUp used = use.using;
            if (used != null) {
                unused.removeAll(used.loaded());
            }
        }
        return unused;
    }

    /** What one thread at a time uses. */
    final class Use {
        /** Null between two uses. */
        private volatile LineUp using;

        private Use() {}

        /** @return the line-up whose models are its until {@link #end} */
        LineUp begin() {
            LineUp seen;
            do {
                seen = current;
                using = seen;
            } while (!seen.equals(current));
            return seen;
        }

        void end() {
            using = null;
        }
    }
}
