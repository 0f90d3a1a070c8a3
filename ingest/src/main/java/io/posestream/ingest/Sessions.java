package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The sessions of cameras that push frames: one for each connection that streams, and one for each camera that sends
 * single requests, which ends when nothing came for a while. One thread, the event loop of the server.
 */
final class Sessions {
    /** For what all connections hold besides the frames in flight. */
    private static final long STREAMS_BYTES = 1L << 30;

    static final int MAX_STREAMS = (int) (STREAMS_BYTES / FrameStream.MAX_BYTES);

    private final SessionIds ids;
    private final int maxSessions;
    private final long idleNanos;
    private final LongSupplier nanoTime;
    private final IngestMetrics metrics;
    /** Longest idle first. */
    private final Map<CameraId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private int streaming;

    Sessions(SessionIds ids, int maxSessions, Duration idle, LongSupplier nanoTime, IngestMetrics metrics) {
        this.ids = ids;
        this.maxSessions = maxSessions;
        this.idleNanos = idle.toNanos();
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /**
     * The camera's session, a new one if it has none.
     *
     * @throws FrameRefusedException if there are too many
     */
    Session of(CameraId camera) {
        endIdle();
        Entry entry = entries.get(camera);
        if (entry == null) {
            requireRoom();
            entry = new Entry(new Session(camera, ids.next()));
            entries.put(camera, entry);
            metrics.sessionOpened();
        }
        entry.lastUsedNanos = nanoTime.getAsLong();
        return entry.session;
    }

    /**
     * A session of a connection, until {@link #closed}.
     *
     * @throws FrameRefusedException if there are too many
     */
    Session open(CameraId camera) {
        endIdle();
        requireRoom();
        if (streaming >= MAX_STREAMS) {
            throw new FrameRefusedException(
                    FrameRejection.SESSIONS_FULL,
                    streaming + " cameras stream, at most " + MAX_STREAMS + "; start another ingest for more");
        }
        streaming++;
        metrics.sessionOpened();
        return new Session(camera, ids.next());
    }

    /** The connection of a session has ended. */
    void closed() {
        streaming--;
        metrics.sessionClosed();
    }

    private void requireRoom() {
        int open = entries.size() + streaming;
        if (open >= maxSessions) {
            throw new FrameRefusedException(
                    FrameRejection.SESSIONS_FULL,
                    "there are " + open + " sessions, at most " + maxSessions
                            + "; one ends when its camera hangs up or is silent for " + idleNanos / 1_000_000_000
                            + " s");
        }
    }

    void endIdle() {
        long now = nanoTime.getAsLong();
        Iterator<Entry> eldestFirst = entries.values().iterator();
        while (eldestFirst.hasNext() && now - eldestFirst.next().lastUsedNanos >= idleNanos) {
            eldestFirst.remove();
            metrics.sessionClosed();
        }
    }

    private static final class Entry {
        private final Session session;
        private long lastUsedNanos;

        private Entry(Session session) {
            this.session = session;
        }
    }
}
