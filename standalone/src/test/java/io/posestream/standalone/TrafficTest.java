package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.CameraId;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    /** Of a server that is not there: they drop what they are offered. */
    private final List<StreamingCamera> cameras = IntStream.range(0, 3)
            .mapToObj(n -> new StreamingCamera(
                    HttpClient.newHttpClient(), URI.create("http://127.0.0.1:1"), new CameraId("c" + n), 4))
            .toList();

    private final Traffic traffic = new Traffic(cameras, List.of(new byte[1], new byte[2]));

    @Test
    void offersEachCameraItsShareWhetherOrNotItCanSend() throws InterruptedException {
        long started = System.nanoTime();
        traffic.run(300, Duration.ofMillis(100), elapsed -> true);
        assertThat(System.nanoTime() - started)
                .isGreaterThan(Duration.ofMillis(90).toNanos());
        for (StreamingCamera camera : cameras) {
            assertThat(camera.counts().offered()).isEqualTo(10);
            assertThat(camera.counts().dropped()).isEqualTo(10);
        }
    }

    @Test
    void endsWhenItIsTold() throws InterruptedException {
        traffic.run(1000, Duration.ofHours(1), elapsed -> elapsed.toMillis() < 9);
        assertThat(cameras.stream()
                        .mapToLong(camera -> camera.counts().offered())
                        .sum())
                .isEqualTo(9);
    }
}
