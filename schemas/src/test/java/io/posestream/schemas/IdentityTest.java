package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of cameras, frames and releases. */
class IdentityTest {
    private static final String SESSION = "01890a5d-ac96-774b-bcce-b302099a8057";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "hall-2",
                "Gate_3.left",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void takesACamerasName(String name) {
        assertThat(new CameraId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-a",
                ".",
                "..",
                "_a",
                "a b",
                "a/b",
                "a\\b",
                "a\n",
                "a\u0000",
                "a\u001b[31m",
                "käfer",
                "a:b",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesWhatIsNoCamerasName(String name) {
        assertThatThrownBy(() -> new CameraId(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a camera id: \"")
                .hasMessageMatching("\\P{Cntrl}*");
    }

    @Test
    void aRefusalRepeatsOnlyTheBeginningOfALongName() {
        assertThatThrownBy(() -> new CameraId("x".repeat(10_000)))
                .hasMessageContaining("\"" + "x".repeat(80) + "…\"")
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void aFramesIdentityIsReadFromItsText() {
        FrameId id = new FrameId(new CameraId("hall-2"), UUID.fromString(SESSION), 42);

        assertThat(id).hasToString("hall-2/" + SESSION + "/42");
        assertThat(FrameId.parse(id.toString())).isEqualTo(id);
        assertThat(id.eventId()).isEqualTo(SESSION + "-42");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hall-2",
                "hall-2/" + SESSION,
                "hall-2/" + SESSION + "/42/",
                "/hall-2/" + SESSION + "/42",
                "hall 2/" + SESSION + "/42",
                "hall-2/session/42",
                "hall-2/" + SESSION + "/",
                "hall-2/" + SESSION + "/-1",
                "hall-2/" + SESSION + "/one"
            })
    void refusesWhatIsNoFramesIdentity(String text) {
        assertThatThrownBy(() -> FrameId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"})
    void refusesADigestThatIsNone(String sha256) {
        assertThatThrownBy(() -> new ReleaseRef(Slot.POSE, "student", sha256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a SHA-256 digest");
    }

    @Test
    void slotsAreNamedInLowerCase() {
        assertThat(Slot.of("detector")).isEqualTo(Slot.DETECTOR);
        assertThat(Slot.of(Slot.POSE.id())).isEqualTo(Slot.POSE);
        assertThatThrownBy(() -> Slot.of("POSE")).hasMessageContaining("there are detector and pose");
    }

    @Test
    void anAgeIsNeverNegative() {
        assertThat(new Hops(0, 100, 0, 0, 0, 0, 0, 350, 0, 0).ageMicros()).isEqualTo(250);
        assertThat(new Hops(0, 100, 0, 0, 0, 0, 0, 90, 0, 0).ageMicros()).isZero();
    }
}
