package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.ingest.Clip;
import io.posestream.schemas.CameraId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MetronomeTest {
    /** Of a server that is not there: they drop what they are offered. */
    private final CameraFleet fleet = new CameraFleet(
            URI.create("http://127.0.0.1:1"),
            new Clip(List.of(new byte[1], new byte[2])),
            Stream.of("a", "b", "c").map(CameraId::new).toList());

    @Test
    void offersFramesAtItsRateWhetherOrNotTheyCanLeave() throws InterruptedException {
        Metronome metronome = new Metronome(fleet, 300);
        long started = System.nanoTime();
        metronome.run(Duration.ofMillis(100), elapsed -> {});
        assertThat(System.nanoTime() - started)
                .isGreaterThan(Duration.ofMillis(90).toNanos());
        assertThat(metronome.dropped()).isEqualTo(30);
        assertThat(metronome.sent()).isZero();
        assertThat(fleet.counts().offered()).isEqualTo(30);
    }

    @Test
    void endsWhenWhoWatchesItThrows() {
        Metronome metronome = new Metronome(fleet, 1000);
        assertThatThrownBy(() -> metronome.run(Duration.ofHours(1), elapsed -> {
                    if (elapsed.toMillis() >= 9) {
                        throw new CommandException("stopped", "start it again");
                    }
                }))
                .isInstanceOf(CommandException.class);
        assertThat(fleet.counts().offered()).isEqualTo(9);
    }

    @Test
    void onAThreadOfItsOwnItEndsWhenItIsClosed() {
        Metronome metronome = new Metronome(fleet, .001);
        metronome.start();
        metronome.close();
        assertThat(metronome.dropped()).isLessThanOrEqualTo(1);
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Metronome(fleet, .001).run(Duration.ofHours(1), elapsed -> {}))
                .isInstanceOf(InterruptedException.class);
    }
}
