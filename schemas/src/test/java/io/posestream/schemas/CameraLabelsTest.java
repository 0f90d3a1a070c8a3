package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CameraLabelsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Map<String, AtomicLong> counts = new HashMap<>();
    private final CameraLabels<AtomicLong> labels = new CameraLabels<>(
            label -> counts.computeIfAbsent(label, name -> new AtomicLong()), counts::remove, nanos::get);

    @Test
    void camerasBeyondTheMostShareALabel() {
        for (int n = 0; n < CameraLabels.MAX_CAMERAS + 3; n++) {
            count("camera-" + n);
        }
        count("camera-0");

        assertThat(counts).hasSize(CameraLabels.MAX_CAMERAS + 1);
        assertThat(counts.get("camera-0")).hasValue(2);
        assertThat(counts.get("camera-199")).hasValue(1);
        assertThat(counts.get(CameraLabels.OTHERS)).hasValue(3);
        assertThat(labels.size()).isEqualTo(CameraLabels.MAX_CAMERAS);
    }

    @Test
    void anIdleCameraMakesRoom() {
        for (int n = 0; n < CameraLabels.MAX_CAMERAS; n++) {
            count("camera-" + n);
        }
        nanos.addAndGet(CameraLabels.IDLE.toNanos() - 1);
        count("camera-0");
        count("late");
        assertThat(counts).doesNotContainKey("late");

        nanos.incrementAndGet();
        count("late");
        assertThat(counts.keySet()).containsExactlyInAnyOrder("camera-0", "late", CameraLabels.OTHERS);
    }

    @Test
    void withoutAnyFrameTheIdleOnesGoWhenTheyAreCounted() {
        count("door");
        nanos.addAndGet(CameraLabels.IDLE.toNanos());

        assertThat(labels.size()).isZero();
        assertThat(counts.keySet()).containsExactly(CameraLabels.OTHERS);
    }

    @Test
    void aCameraNamedOthersIsNotTheOthers() {
        count("others");

        assertThat(counts.get(CameraLabels.OTHERS)).hasValue(0);
    }

    @Test
    void noCountIsLostBetweenThreads() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    count("camera-" + i % (2 * CameraLabels.MAX_CAMERAS));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counts.values().stream().mapToLong(AtomicLong::get).sum()).isEqualTo(40_000);
        assertThat(counts).hasSize(CameraLabels.MAX_CAMERAS + 1);
    }

    private void count(String camera) {
        labels.count(new CameraId(camera), AtomicLong::incrementAndGet);
    }
}
