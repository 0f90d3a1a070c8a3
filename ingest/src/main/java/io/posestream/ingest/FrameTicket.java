package io.posestream.ingest;

import java.util.concurrent.atomic.AtomicBoolean;

/** One frame's place in flight, until it has its outcome; the first outcome counts. Safe for all threads. */
final class FrameTicket {
    private final IngestMetrics metrics;
    private final Runnable giveBack;
    private final AtomicBoolean open = new AtomicBoolean(true);

    FrameTicket(IngestMetrics metrics, Runnable giveBack) {
        this.metrics = metrics;
        this.giveBack = giveBack;
    }

    void refused(FrameRejection reason) {
        if (leaves()) {
            metrics.refused(reason);
        }
    }

    void unconfirmed() {
        if (leaves()) {
            metrics.unconfirmed();
        }
    }

    void published(long waitedNanos, int sizeBytes) {
        if (leaves()) {
            metrics.published(waitedNanos, sizeBytes);
        }
    }

    private boolean leaves() {
        boolean first = open.compareAndSet(true, false);
        if (first) {
            giveBack.run();
        }
        return first;
    }
}
