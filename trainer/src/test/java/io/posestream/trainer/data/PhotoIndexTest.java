package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoIndexTest {
    @TempDir
    Path folder;

    @Test
    void takesSureBoxesOfWantedSources() {
        TinyFiles.jpeg(folder.resolve("a.jpg"), 64, 48);
        Path file = TinyFiles.text(
                folder.resolve("index.json"),
                "[{\"file\":\"a.jpg\",\"source\":\"street\",\"boxes\":[[1,2,30,40.5,0.6],[1,2,30,40,0.4],[1,2,1,40,0.9],"
                        + "[1,2,3],[1,2,3,4,NaN]]},{\"file\":\"a.jpg\",\"source\":\"beach\",\"boxes\":[[1,2,30,40,0.9]]},"
                        + "{\"file\":\"b.jpg\",\"source\":\"street\",\"boxes\":[[1,2,30,40,0.9]]},{}]");
        Options options = new Options(.5, Set.of("street"), false, true, Optional.empty());

        DataSet set = new DataSource("photos", Format.PHOTOS, file, folder, options).read();

        assertThat(set.samples()).hasSize(1);
        assertThat(set.samples().get(0).id()).isEqualTo("photos/a.jpg#1");
        assertThat(set.samples().get(0).box()).containsExactly(1, 2, 30, 40.5f);
        assertThat(set.layout().size()).isZero();
        assertThat(set.refusals().count(Refusal.LOW_SCORE)).isEqualTo(2);
        assertThat(set.refusals().count(Refusal.NO_BOX)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.MALFORMED)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.OTHER_SPLIT)).isEqualTo(1);
        assertThat(set.refusals().count(Refusal.MISSING_IMAGE)).isEqualTo(1);
    }
}
