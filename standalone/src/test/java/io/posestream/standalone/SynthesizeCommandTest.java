package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SynthesizeCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --images 0             | --images 0: 1 to 1000000 are needed
                    --images -1            | --images -1: 1 to 1000000 are needed
                    --persons 1000-100000  | --persons 1000-100000: MIN-MAX within 0-30 is needed
                    --persons few          | --persons few: MIN-MAX is needed, as in 1-3
                    --size 100000x100000   | --size 100000x100000: sides of 32 to 4096 pixels are needed
                    --size 640             | --size 640: WxH is needed, as in 480x360
                    --look beach           | beach is none of street, sports
                    """)
    void saysWhatIsWrongWithAValueAndWhatIsAllowed(String options, String wrong) {
        RunPose run = RunPose.pose(("synthesize --out " + folder + " " + options).split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains(wrong)
                .endsWith("; see ./pose synthesize --help");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anEmptyNameIsNoFolder() {
        RunPose run = RunPose.pose("synthesize", "--out", "");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().contains("--out \"\": the name of a folder is needed");
    }
}
