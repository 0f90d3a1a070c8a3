package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import java.util.HashMap;
import java.util.Map;

/**
 * How many frames may be on their way at once, for each camera and for all: the bound on pictures in memory. A frame
 * that enters is counted as received, and leaves through its ticket. Safe for all threads.
 */
final class CameraQuota {
    private final int maxPerCamera;
    private final int maxInAll;
    private final IngestMetrics metrics;
    /** Guarded by this; cameras without a frame in flight are absent. */
    private final Map<CameraId, Integer> inFlight = new HashMap<>();
    /** Guarded by this. */
    private int inAll;

    CameraQuota(int maxPerCamera, int maxInAll, IngestMetrics metrics) {
        this.maxPerCamera = maxPerCamera;
        this.maxInAll = maxInAll;
        this.metrics = metrics;
    }

    /** @throws FrameRefusedException if the camera's quota or that of all is used up */
    FrameTicket enter(CameraId camera) {
        metrics.received(camera);
        try {
            take(camera);
        } catch (FrameRefusedException e) {
            metrics.refused(camera, e.rejection());
            throw e;
        }
        return new FrameTicket(metrics, camera, () -> giveBack(camera));
    }

    private synchronized void take(CameraId camera) {
        if (inAll >= maxInAll) {
            throw new FrameRefusedException(
                    FrameRejection.TOTAL_QUOTA, "all cameras have " + inAll + " frames in flight, at most " + maxInAll);
        }
        int own = inFlight.getOrDefault(camera, 0);
        if (own >= maxPerCamera) {
            throw new FrameRefusedException(
                    FrameRejection.CAMERA_QUOTA,
                    "camera " + camera + " has " + own + " frames in flight, at most " + maxPerCamera);
        }
        inFlight.put(camera, own + 1);
        inAll++;
    }

    private synchronized void giveBack(CameraId camera) {
        inFlight.computeIfPresent(camera, (id, own) -> own > 1 ? own - 1 : null);
        inAll--;
    }
}
