package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.CameraLabels;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CameraMetricsTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final CameraMetrics metrics = new CameraMetrics(registry, nanos::get);

    @Test
    void countsEachOutcomeUnderItsCamera() {
        CameraId door = new CameraId("door");
        for (int i = 0; i < 6; i++) {
            metrics.received(door);
        }
        metrics.published(door);
        metrics.published(door);
        metrics.published(door);
        metrics.refused(door);
        metrics.refused(door);
        metrics.unconfirmed(door);

        assertThat(received("door")).isEqualTo(6);
        assertThat(outcome("door", "published")).isEqualTo(3);
        assertThat(outcome("door", "refused")).isEqualTo(2);
        assertThat(outcome("door", "unconfirmed")).isEqualTo(1);
    }

    @Test
    void manyCamerasMakeFewSeries() {
        for (int n = 0; n < 1000; n++) {
            metrics.received(new CameraId("camera-" + n));
        }

        assertThat(received(CameraLabels.OTHERS)).isEqualTo(800);
        assertThat(series("posestream_ingest_camera_frames_received")).isEqualTo(201);
        assertThat(series("posestream_ingest_camera_frames")).isEqualTo(3 * 201);
        assertThat(registry.getSampleValue("posestream_ingest_cameras")).isEqualTo(200);
    }

    @Test
    void anIdleCamerasSeriesGo() {
        metrics.received(new CameraId("door"));
        metrics.published(new CameraId("door"));
        nanos.addAndGet(CameraLabels.IDLE.toNanos());

        assertThat(registry.getSampleValue("posestream_ingest_cameras")).isZero();
        assertThat(received("door")).isNull();
        assertThat(outcome("door", "published")).isNull();
        assertThat(series("posestream_ingest_camera_frames")).isEqualTo(3);

        metrics.received(new CameraId("door"));
        assertThat(received("door")).isEqualTo(1);
    }

    private long series(String family) {
        return Collections.list(registry.metricFamilySamples()).stream()
                .filter(samples -> samples.name.equals(family))
                .flatMap(samples -> samples.samples.stream())
                .filter(sample -> sample.name.endsWith("_total"))
                .count();
    }

    private Double received(String camera) {
        return registry.getSampleValue(
                "posestream_ingest_camera_frames_received_total", new String[] {"camera"}, new String[] {camera});
    }

    private Double outcome(String camera, String outcome) {
        return registry.getSampleValue(
                "posestream_ingest_camera_frames_total",
                new String[] {"camera", "outcome"},
                new String[] {camera, outcome});
    }
}
