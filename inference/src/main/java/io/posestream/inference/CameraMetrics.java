package io.posestream.inference;

import io.posestream.schemas.CameraLabels;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A worker's frames and their ages by camera, for the cameras of {@link CameraLabels}. Any thread. */
final class CameraMetrics {
    private static final List<Fate> FATES =
            List.of(Fate.POSED, Fate.EMPTY, Fate.EXPIRED, Fate.UNDECODABLE, Fate.FAILED);

    private final Counter fates;
    private final Histogram age;
    private final CameraLabels<Metrics> cameras;

    private record Metrics(Map<Fate, Counter.Child> fates, Histogram.Child age) {}

    CameraMetrics(CollectorRegistry registry, LongSupplier nanoTime) {
        fates = Counter.build("posestream_camera_frames", "Frames by camera and what became of them.")
                .labelNames("camera", "fate")
                .register(registry);
        // Few buckets: each is a series for every camera.
        age = Histogram.build("posestream_camera_age_seconds", "Age of a camera's posed and empty frames when emitted.")
                .labelNames("camera")
                .buckets(.05, .1, .25, .5, 1, 5)
                .register(registry);
        cameras = new CameraLabels<>(this::open, this::close, nanoTime);
        Gauge.build("posestream_cameras", "Cameras with metrics of their own.")
                .create()
                .<Gauge>setChild(InferenceMetrics.gauge(cameras::size))
                .register(registry);
    }

    private Metrics open(String camera) {
        Map<Fate, Counter.Child> byFate = new EnumMap<>(Fate.class);
        FATES.forEach(fate -> byFate.put(fate, fates.labels(camera, InferenceMetrics.label(fate))));
        return new Metrics(byFate, age.labels(camera));
    }

    private void close(String camera) {
        FATES.forEach(fate -> fates.remove(camera, InferenceMetrics.label(fate)));
        age.remove(camera);
    }

    /** @param frame with a fate of its own, not a range that was overrun */
    void emitted(SkeletonFrame frame) {
        cameras.count(frame.id().camera(), metrics -> {
            metrics.fates.get(frame.fate()).inc();
            if (frame.fate().isPosedOrEmpty()) {
                metrics.age.observe(frame.hops().ageMicros() / 1e6);
            }
        });
    }
}
