package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
    void aReleaseIsReadFromItsText() {
        ReleaseId id = new ReleaseId(Slot.POSE, 12);

        assertThat(id).hasToString("pose/12").isGreaterThan(new ReleaseId(Slot.POSE, 9));
        assertThat(ReleaseId.parse("pose/12")).isEqualTo(id);
        assertThat(ReleaseId.parse("detector/2147483647").version()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pose",
                "pose/",
                "pose/0",
                "pose/-1",
                "pose/01",
                "pose/2147483648",
                "pose/1 ",
                "POSE/1",
                "hat/1"
            })
    void refusesWhatIsNoRelease(String text) {
        assertThatThrownBy(() -> ReleaseId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has the form detector/VERSION or pose/VERSION");
    }

    @Test
    void aChunkIsReadFromItsKey() {
        ChunkKey key = new ChunkKey("0123456789abcdef".repeat(4), 511);

        assertThat(key).hasToString("0123456789abcdef".repeat(4) + "/511");
        assertThat(ChunkKey.parse(key.toBytes())).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/0", "SHA/512", "SHA/", "SHA/00", "SHA/-1", "SHA", "SHA/99999", "xSHA/1"})
    void passesOverKeysThatNameNoChunk(String key) {
        assertThat(ChunkKey.parse(
                        key.replace("SHA", "0123456789abcdef".repeat(4)).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ChunkKey.parse(null)).isEmpty();
    }

    @Test
    void chunksMakeUpTheWholeFile() {
        String sha256 = "0123456789abcdef".repeat(4);
        assertThat(ChunkKey.count(1)).isEqualTo(1);
        assertThat(ChunkKey.count(ChunkKey.CHUNK_BYTES)).isEqualTo(1);
        assertThat(ChunkKey.count(Limits.MAX_MODEL_BYTES)).isEqualTo(512);
        assertThat(new ChunkKey(sha256, 2).start()).isEqualTo(1_048_576);
        assertThat(new ChunkKey(sha256, 2).length(1_048_580)).isEqualTo(4);
        assertThat(new ChunkKey(sha256, 3).length(1_048_580)).isZero();
        assertThat(new ChunkKey(sha256, 1).length(1_048_580)).isEqualTo(ChunkKey.CHUNK_BYTES);
        assertThatThrownBy(() -> new ChunkKey(sha256, 512)).hasMessage("chunk 512; a model has 0 to 511");
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
