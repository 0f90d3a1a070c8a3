package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTest {
    @TempDir
    Path folder;

    @Test
    void givesTheFirstPictures() throws IOException {
        for (int n = 0; n < 3; n++) {
            Files.write(folder.resolve(n + ".jpg"), Jpegs.grey(8, 8, 50 * n));
        }
        byte[] first = Jpegs.grey(8, 8, 0);
        byte[] second = Jpegs.grey(8, 8, 50);
        assertThat(Clip.read(folder, first.length + second.length).jpegs()).containsExactly(first, second);
        Clip all = Clip.read(folder, 1 << 20);
        assertThat(all.jpegs()).hasSize(3);
        assertThat(all.at(4)).isEqualTo(second);
    }

    @Test
    void namesWhatHoldsNone() {
        assertThatThrownBy(() -> Clip.read(folder, 1 << 20))
                .isInstanceOf(CameraFailedException.class)
                .hasMessageContaining(folder.toString());
        assertThatThrownBy(() -> Clip.read(folder.resolve("none.mp4"), 1 << 20))
                .isInstanceOf(CameraFailedException.class)
                .hasMessageContaining("none.mp4");
    }
}
