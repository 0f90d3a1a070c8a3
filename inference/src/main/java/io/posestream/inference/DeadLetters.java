package io.posestream.inference;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a broken camera from filling {@code frames-dlq}: one frame a second and camera. Remembers the
 * {@value #MAX_CAMERAS} cameras last seen; one that it forgot may send one more. One thread.
 */
final class DeadLetters {
    private static final int MAX_CAMERAS = 1024;
    private static final long PERIOD_MICROS = 1_000_000;

    private final Map<String, Long> lastMicros = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_CAMERAS;
        }
    };

    boolean admits(String camera, long nowMicros) {
        Long last = lastMicros.get(camera);
        if (last != null && nowMicros - last < PERIOD_MICROS) {
            return false;
        }
        lastMicros.put(camera, nowMicros);
        return true;
    }
}
