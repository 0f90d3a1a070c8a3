package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraUrlTest {
    @Test
    void playsAFileOnceOrAgainAndAgain() {
        assertThat(CameraUrl.parse("file:/videos/door.mp4"))
                .isEqualTo(new CameraUrl(Path.of("/videos/door.mp4"), false, OptionalDouble.empty()));
        assertThat(CameraUrl.parse("loop:door.mp4?fps=12.5"))
                .isEqualTo(new CameraUrl(Path.of("door.mp4"), true, OptionalDouble.of(12.5)));
    }

    @Test
    void writesWhatItReads() {
        String text = "loop:/videos/door.mp4?fps=5.0";
        assertThat(CameraUrl.parse(text)).hasToString(text);
        assertThat(CameraSource.parse("door=" + text)).hasToString("door=" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://door", "door.mp4", "file:", "loop:?fps=3", "file:a?speed=2", "file:a?fps=fast"})
    void saysWhatToWriteInstead(String text) {
        assertThatThrownBy(() -> CameraUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write file:PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "1001"})
    void refusesARateOutOfRange(String fps) {
        assertThatThrownBy(() -> CameraUrl.parse("file:a?fps=" + fps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
    }

    @Test
    void needsANameForASource() {
        assertThatThrownBy(() -> CameraSource.parse("file:a")).hasMessageContaining("write NAME=URL");
    }
}
