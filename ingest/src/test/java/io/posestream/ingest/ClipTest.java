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
        assertThat(Clip.read(folder, 2)).containsExactly(Jpegs.grey(8, 8, 0), Jpegs.grey(8, 8, 50));
        assertThat(Clip.read(folder, 300)).hasSize(3);
    }

    @Test
    void namesWhatHoldsNone() {
        assertThatThrownBy(() -> Clip.read(folder, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.toString());
        assertThatThrownBy(() -> Clip.read(folder.resolve("none.mp4"), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.mp4");
    }
}
