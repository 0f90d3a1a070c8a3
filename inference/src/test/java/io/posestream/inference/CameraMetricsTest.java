package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.CameraLabels;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.SkeletonFrame;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CameraMetricsTest {
    private static final long RECEIVED_MICROS = 1_700_000_000_000_000L;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final CameraMetrics metrics = new CameraMetrics(registry, nanos::get);

    @Test
    void theAgesAreThoseOfFramesThatModelsSaw() {
        metrics.emitted(frame("door", Fate.EMPTY));
        metrics.emitted(frame("door", Fate.EXPIRED));

        assertThat(frames("door", "empty")).isEqualTo(1);
        assertThat(frames("door", "expired")).isEqualTo(1);
        assertThat(ages("door", "count")).isEqualTo(1);
        assertThat(ages("door", "sum")).isEqualTo(.25);
    }

    @Test
    void theTwoHundredAndFirstCameraIsOneOfTheOthers() {
        for (int n = 0; n < 202; n++) {
            metrics.emitted(frame("camera-" + n, Fate.EMPTY));
        }

        assertThat(frames("camera-199", "empty")).isEqualTo(1);
        assertThat(frames("camera-200", "empty")).isNull();
        assertThat(frames(CameraLabels.OTHERS, "empty")).isEqualTo(2);
        assertThat(ages(CameraLabels.OTHERS, "count")).isEqualTo(2);
    }

    @Test
    void anIdleCamerasSeriesGo() {
        metrics.emitted(frame("door", Fate.EMPTY));
        nanos.addAndGet(CameraLabels.IDLE.toNanos());
        metrics.emitted(frame("yard", Fate.EMPTY));

        assertThat(frames("door", "empty")).isNull();
        assertThat(frames("door", "failed")).isNull();
        assertThat(ages("door", "count")).isNull();
        assertThat(registry.getSampleValue("posestream_cameras")).isEqualTo(1);
    }

    private Double frames(String camera, String fate) {
        return registry.getSampleValue(
                "posestream_camera_frames_total", new String[] {"camera", "fate"}, new String[] {camera, fate});
    }

    private Double ages(String camera, String part) {
        return registry.getSampleValue(
                "posestream_camera_age_seconds_" + part, new String[] {"camera"}, new String[] {camera});
    }

    /** Emitted a quarter of a second after it was received. */
    private static SkeletonFrame frame(String camera, Fate fate) {
        return new SkeletonFrame(
                new FrameId(new CameraId(camera), new UUID(7, 7), 0),
                0,
                0,
                0,
                640,
                480,
                fate,
                "",
                new Hops(0, RECEIVED_MICROS, 0, 0, 0, 0, 0, RECEIVED_MICROS + 250_000, 0, 0),
                List.of(),
                "",
                List.of(),
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }
}
