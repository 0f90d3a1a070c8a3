package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.CameraLabels;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.util.List;
import java.util.function.LongSupplier;

/** Ingest's frames by camera, for the cameras of {@link CameraLabels}. Safe for all threads. */
final class CameraMetrics {
    private static final String PUBLISHED = "published";
    private static final String REFUSED = "refused";
    private static final String UNCONFIRMED = "unconfirmed";

    private final Counter received;
    private final Counter outcomes;
    private final CameraLabels<Metrics> cameras;

    private record Metrics(
            Counter.Child received, Counter.Child published, Counter.Child refused, Counter.Child unconfirmed) {}

    CameraMetrics(CollectorRegistry registry, LongSupplier nanoTime) {
        received = Counter.build("posestream_ingest_camera_frames_received_total", "Frames offered by a camera.")
                .labelNames("camera")
                .register(registry);
        outcomes = Counter.build("posestream_ingest_camera_frames_total", "Frames by camera and outcome.")
                .labelNames("camera", "outcome")
                .register(registry);
        cameras = new CameraLabels<>(this::open, this::close, nanoTime);
        Gauge.build("posestream_ingest_cameras", "Cameras with metrics of their own.")
                .create()
                .<Gauge>setChild(new Gauge.Child() {
                    @Override
                    public double get() {
                        return cameras.size();
                    }
                })
                .register(registry);
    }

    private Metrics open(String camera) {
        return new Metrics(
                received.labels(camera),
                outcomes.labels(camera, PUBLISHED),
                outcomes.labels(camera, REFUSED),
                outcomes.labels(camera, UNCONFIRMED));
    }

    private void close(String camera) {
        received.remove(camera);
        List.of(PUBLISHED, REFUSED, UNCONFIRMED).forEach(outcome -> outcomes.remove(camera, outcome));
    }

    void received(CameraId camera) {
        cameras.count(camera, metrics -> metrics.received.inc());
    }

    void published(CameraId camera) {
        cameras.count(camera, metrics -> metrics.published.inc());
    }

    void refused(CameraId camera) {
        cameras.count(camera, metrics -> metrics.refused.inc());
    }

    void unconfirmed(CameraId camera) {
        cameras.count(camera, metrics -> metrics.unconfirmed.inc());
    }
}
