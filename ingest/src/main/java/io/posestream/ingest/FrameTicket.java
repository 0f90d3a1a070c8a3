package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import java.util.concurrent.atomic.AtomicBoolean;

/** One frame's place in flight, until it has its outcome; the first outcome counts. Safe for all threads. */
final class FrameTicket {
    private final IngestMetrics metrics;
    private final CameraId camera;
    private final Runnable giveBack;
    private final AtomicBoolean open = new AtomicBoolean(true);

    FrameTicket(IngestMetrics metrics, CameraId camera, Runnable giveBack) {
        this.metrics = metrics;
        this.camera = camera;
        this.giveBack = giveBack;
    }

    void refused(FrameRejection reason) {
        if (leaves()) {
            metrics.refused(camera, reason);
        }
    }

    void unconfirmed() {
        if (leaves()) {
            metrics.unconfirmed(camera);
        }
    }

    void published(long waitedNanos, int sizeBytes) {
        if (leaves()) {
            metrics.published(camera, waitedNanos, sizeBytes);
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
