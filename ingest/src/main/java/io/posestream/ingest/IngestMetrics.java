package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;

/**
 * What ingest counts. At rest and in motion:
 *
 * <pre>
 * received  = published + refused (over all reasons) + unconfirmed + in flight
 * published ≤ records on topic frames ≤ published + unconfirmed
 * </pre>
 *
 * A frame is received when its request's headers arrive, or when a pulled camera offers it; one from a WebSocket when it
 * gets its place in flight, is refused, or loses its camera while it waits for a place. Each repetition of an archive's
 * frame is received again and counted in {@code retried} too.
 *
 * <p>A camera's own counters add up like that while it keeps its label. One that gets or loses its label while frames of
 * it are in flight has their outcomes under another one; and a sum over all labels is at most the number without, which
 * has what no camera could be told of, and what cameras had that lost their label.
 *
 * <p>Safe for all threads. A scrape between two counters may see a frame in neither or in both.
 */
final class IngestMetrics {
    private final Counter received;
    private final Counter published;
    private final Counter refused;
    private final Counter unconfirmed;
    private final Counter retried;
    private final Counter bytes;
    private final Gauge inFlight;
    private final Gauge waiting;
    private final Gauge sessions;
    private final Histogram confirmSeconds;
    private final CameraMetrics cameras;

    IngestMetrics(CollectorRegistry registry) {
        received = Counter.build("posestream_ingest_frames_received_total", "Frames offered to ingest.")
                .register(registry);
        published = Counter.build("posestream_ingest_frames_published_total", "Frames the broker confirmed.")
                .register(registry);
        refused = Counter.build("posestream_ingest_frames_refused_total", "Frames refused, surely not published.")
                .labelNames("reason")
                .register(registry);
        unconfirmed = Counter.build(
                        "posestream_ingest_frames_unconfirmed_total",
                        "Frames sent and not confirmed: published or not.")
                .register(registry);
        retried = Counter.build("posestream_ingest_frames_retried_total", "Repetitions of a recording's frame.")
                .register(registry);
        bytes = Counter.build("posestream_ingest_published_bytes_total", "JPEG bytes the broker confirmed.")
                .register(registry);
        inFlight = Gauge.build("posestream_ingest_frames_in_flight", "Frames received and without an outcome yet.")
                .register(registry);
        waiting = Gauge.build("posestream_ingest_frames_waiting", "WebSocket frames that wait for a place in flight.")
                .register(registry);
        sessions = Gauge.build("posestream_ingest_sessions", "Open sessions.").register(registry);
        confirmSeconds = Histogram.build(
                        "posestream_ingest_confirm_seconds", "From the whole body to the broker's confirmation.")
                .buckets(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
                .register(registry);
        cameras = new CameraMetrics(registry, System::nanoTime);
        for (FrameRejection reason : FrameRejection.values()) {
            refused.labels(reason.code()); // a reason that never happened is 0, not absent
        }
    }

    void received(CameraId camera) {
        received();
        cameras.received(camera);
    }

    /** A frame that does not tell its camera. */
    void received() {
        received.inc();
        inFlight.inc();
    }

    void refused(CameraId camera, FrameRejection reason) {
        refused(reason);
        cameras.refused(camera);
    }

    /** Of a frame that does not tell its camera. */
    void refused(FrameRejection reason) {
        refused.labels(reason.code()).inc();
        inFlight.dec();
    }

    void unconfirmed(CameraId camera) {
        unconfirmed.inc();
        inFlight.dec();
        cameras.unconfirmed(camera);
    }

    void published(CameraId camera, long waitedNanos, int sizeBytes) {
        published.inc();
        bytes.inc(sizeBytes);
        confirmSeconds.observe(waitedNanos / 1e9);
        inFlight.dec();
        cameras.published(camera);
    }

    void retried() {
        retried.inc();
    }

    /** @param frames that wait for a place, and are not received yet */
    void waiting(int frames) {
        waiting.set(frames);
    }

    void sessionOpened() {
        sessions.inc();
    }

    void sessionClosed() {
        sessions.dec();
    }

    IngestProgress progress() {
        double refusedOfAllReasons = 0;
        for (FrameRejection reason : FrameRejection.values()) {
            refusedOfAllReasons += refused.labels(reason.code()).get();
        }
        return new IngestProgress(
                (long) received.get(), (long) published.get(), (long) refusedOfAllReasons, (long) unconfirmed.get());
    }
}
