package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final long START = 1_700_000_000_000_000L;

    private final DeadLetters deadLetters = new DeadLetters();

    @Test
    void admitsOneASecond() {
        assertThat(deadLetters.admits("door", START)).isTrue();
        assertThat(deadLetters.admits("door", START + 1)).isFalse();
        assertThat(deadLetters.admits("door", START + 999_999)).isFalse();
        assertThat(deadLetters.admits("door", START + 1_000_000)).isTrue();
        assertThat(deadLetters.admits("door", START + 1_500_000)).isFalse();
    }

    @Test
    void eachCameraHasItsOwn() {
        assertThat(deadLetters.admits("door", START)).isTrue();
        assertThat(deadLetters.admits("yard", START)).isTrue();
    }

    @Test
    void remembersTheLastThousandCameras() {
        for (int camera = 0; camera < 1025; camera++) {
            assertThat(deadLetters.admits("camera" + camera, START)).isTrue();
        }

        assertThat(deadLetters.admits("camera1", START + 1)).isFalse();
        assertThat(deadLetters.admits("camera1024", START + 1)).isFalse();
        assertThat(deadLetters.admits("camera0", START + 1)).isTrue();
    }
}
