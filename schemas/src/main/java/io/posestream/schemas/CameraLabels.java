package io.posestream.schemas;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The cameras that have metrics of their own: at most {@value #MAX_CAMERAS}. All further ones share the label
 * {@value #OTHERS}. A camera without a frame for {@link #IDLE} loses its metrics, and its place goes to the next that
 * comes. Safe for all threads; a frame costs one look-up under a lock.
 *
 * @param <S> the metrics of one label
 */
public final class CameraLabels<S> {
    public static final int MAX_CAMERAS = 200;

    public static final Duration IDLE = Duration.ofMinutes(10);

    /** No camera's id: those have no parentheses. */
    public static final String OTHERS = "(others)";

    private final Function<String, S> open;
    private final Consumer<String> close;
    private final LongSupplier nanoTime;
    private final S others;
    /** Longest idle first. Guarded by this. */
    private final Map<CameraId, Entry<S>> entries = new LinkedHashMap<>(16, .75f, true);

    /**
     * @param open makes the metrics of a label
     * @param close removes them
     */
    public CameraLabels(Function<String, S> open, Consumer<String> close, LongSupplier nanoTime) {
        this.open = open;
        this.close = close;
        this.nanoTime = nanoTime;
        this.others = open.apply(OTHERS);
    }

    /** @param counting is given the camera's metrics, which do not go while it runs; must not wait */
    public synchronized void count(CameraId camera, Consumer<S> counting) {
        long now = nanoTime.getAsLong();
        closeIdle(now);
        Entry<S> entry = entries.get(camera);
        if (entry == null && entries.size() < MAX_CAMERAS) {
            entry = new Entry<>(open.apply(camera.value()));
            entries.put(camera, entry);
        }
        if (entry == null) {
            counting.accept(others);
        } else {
            entry.lastUsedNanos = now;
            counting.accept(entry.metrics);
        }
    }

    /** How many cameras have metrics of their own, once the idle ones are gone. */
    public synchronized int size() {
        closeIdle(nanoTime.getAsLong());
        return entries.size();
    }

    private void closeIdle(long now) {
        Iterator<Map.Entry<CameraId, Entry<S>>> longestIdleFirst =
                entries.entrySet().iterator();
        while (longestIdleFirst.hasNext()) {
            Map.Entry<CameraId, Entry<S>> longestIdle = longestIdleFirst.next();
            if (now - longestIdle.getValue().lastUsedNanos < IDLE.toNanos()) {
                return;
            }
            longestIdleFirst.remove();
            close.accept(longestIdle.getKey().value());
        }
    }

    private static final class Entry<S> {
        private final S metrics;
        private long lastUsedNanos;

        private Entry(S metrics) {
            this.metrics = metrics;
        }
    }
}
