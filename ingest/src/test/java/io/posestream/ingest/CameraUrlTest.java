package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraUrlTest {
    @Test
    void playsAFileOnceOrAgainAndAgain() {
        assertThat(CameraUrl.parse("file:/videos/door.mp4"))
                .isEqualTo(new FileUrl(Path.of("/videos/door.mp4"), false, OptionalDouble.empty()));
        assertThat(CameraUrl.parse("loop:door.mp4?fps=12.5"))
                .isEqualTo(new FileUrl(Path.of("door.mp4"), true, OptionalDouble.of(12.5)));
    }

    @Test
    void writesWhatItReads() {
        String text = "loop:/videos/door.mp4?fps=5.0";
        assertThat(CameraUrl.parse(text)).hasToString(text);
        assertThat(CameraSource.parse("door=" + text)).hasToString("door=" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://door",
                "door.mp4",
                "file:",
                "loop:?fps=3",
                "file:a?speed=2",
                "file:a?fps=fast",
                "synth:street",
                "synth:?speed=2",
                "synth:?seed=x",
                "synth:?size=640",
                "synth:?persons=few",
                "synth:?seed"
            })
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
    void readsAComputedCameraWithTheOptionsThatItIsGiven() {
        assertThat(CameraUrl.parse("synth:")).isEqualTo(SyntheticUrl.DEFAULT);
        assertThat(CameraUrl.parse("synth:?size=320x240&seed=-7&persons=2&fps=5"))
                .isEqualTo(new SyntheticUrl(OptionalLong.of(-7), 5, 320, 240, 2, 2));
        String text = "synth:?seed=3&fps=12.5&size=640x480&persons=1-5";
        assertThat(CameraUrl.parse(text)).hasToString(text);
        assertThat(CameraUrl.parse(SyntheticUrl.DEFAULT.toString())).isEqualTo(SyntheticUrl.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fps=0", "fps=NaN", "size=10x10", "size=9999x100", "persons=3-2", "persons=99"})
    void refusesAComputedCameraOutOfRange(String option) {
        assertThatThrownBy(() -> CameraUrl.parse("synth:?" + option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needed");
    }

    @Test
    void playsComputedPicturesAtTheRateOfTheAddress() {
        byte[] jpeg = {1, 2};
        Pictures.Opener opener =
                Pictures.opener(url -> Stream.generate(jpeg::clone).iterator());
        try (Pictures pictures = opener.open(CameraUrl.parse("synth:?fps=4"))) {
            assertThat(pictures.next().orElseThrow().at()).isZero();
            assertThat(pictures.next().orElseThrow().jpeg()).isEqualTo(jpeg);
            assertThat(pictures.next().orElseThrow().at()).isEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void needsANameForASource() {
        assertThatThrownBy(() -> CameraSource.parse("file:a")).hasMessageContaining("write NAME=URL");
    }
}
