package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How many frames may be on their way at once, for each camera and for all: the bound on pictures in memory. A frame
 * that enters is counted as received, and leaves through its ticket. A place that comes free goes to whoever has waited
 * longest among those that it suits, before anybody new. Who waits may not have the last eighth of all places: it is left
 * to those who cannot wait and are refused instead. Safe for all threads.
 */
final class CameraQuota {
    private final int maxPerCamera;
    private final int maxInAll;
    private final int maxInAllForWaiting;
    private final IngestMetrics metrics;
    /** Guarded by this; cameras without a frame in flight are absent. */
    private final Map<CameraId, Integer> inFlight = new HashMap<>();
    /** Guarded by this. */
    private int inAll;

    /** Guarded by this; longest waiting first. */
    private final Deque<Place> waiting = new ArrayDeque<>();

    CameraQuota(int maxPerCamera, int maxInAll, IngestMetrics metrics) {
        this.maxPerCamera = maxPerCamera;
        this.maxInAll = maxInAll;
        this.maxInAllForWaiting = maxInAll - maxInAll / 8;
        this.metrics = metrics;
    }

    int maxPerCamera() {
        return maxPerCamera;
    }

    /**
     * Takes a place, or waits for one without blocking.
     *
     * @param later is given the ticket if the place is not to be had at once; called by the thread that gives one back
     */
    Place await(CameraId camera, Consumer<FrameTicket> later) {
        Place place = new Place(camera, later);
        synchronized (this) {
            if (hasRoom(camera)) {
                count(camera);
                place.ticket = Optional.of(ticket(camera));
            } else {
                waiting.add(place);
                metrics.waiting(waiting.size());
            }
        }
        if (place.isTaken()) {
            metrics.received(camera);
        }
        return place;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** A place, or the wait for one. */
    final class Place {
        private final CameraId camera;
        private final Consumer<FrameTicket> later;
        private Optional<FrameTicket> ticket = Optional.empty();

        private Place(CameraId camera, Consumer<FrameTicket> later) {
            this.camera = camera;
            this.later = later;
        }

        /** Whether it was there at once. */
        boolean isTaken() {
            return ticket.isPresent();
        }

        FrameTicket ticket() {
            return ticket.orElseThrow();
        }

        /** Waits no longer. False if it does not wait: the ticket is given, or was taken at once. */
        boolean giveUp() {
            synchronized (CameraQuota.this) {
                boolean waited = waiting.remove(this);
                metrics.waiting(waiting.size());
                return waited;
            }
        }
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
        return ticket(camera);
    }

    private FrameTicket ticket(CameraId camera) {
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
        count(camera);
    }

    private void giveBack(CameraId camera) {
        Optional<Place> next;
        synchronized (this) {
            inFlight.computeIfPresent(camera, (id, own) -> own > 1 ? own - 1 : null);
            inAll--;
            next = waiting.stream().filter(place -> hasRoom(place.camera)).findFirst();
            next.ifPresent(place -> {
                waiting.remove(place);
                metrics.waiting(waiting.size());
                count(place.camera);
            });
        }
        next.ifPresent(place -> {
            metrics.received(place.camera);
            place.later.accept(ticket(place.camera));
        });
    }

    /** For one that waits, or would. Call with the lock. */
    private boolean hasRoom(CameraId camera) {
        return inAll < maxInAllForWaiting && inFlight.getOrDefault(camera, 0) < maxPerCamera;
    }

    /** Call with the lock. */
    private void count(CameraId camera) {
        inFlight.merge(camera, 1, Integer::sum);
        inAll++;
    }
}
