package io.posestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoresTest {
    @TempDir
    private Path folder;

    @Test
    void aStepStandsOnceAsItWasJudgedLast() {
        Path file = folder.resolve("scores.csv");
        assertThat(Scores.has(file, 100)).isFalse();

        Scores.put(file, 100, Map.of("coco AP", .5));
        Scores.put(file, 200, Map.of("coco AP", .6));
        Scores.put(file, 200, Map.of("coco AP", .7));

        assertThat(file).hasContent("step,figure,value\n100,coco AP,0.5\n200,coco AP,0.7");
        assertThat(Scores.of(file, 100)).containsExactly(Map.entry("coco AP", .5));
        assertThat(Scores.of(file, 200)).containsExactly(Map.entry("coco AP", .7));
        assertThat(Scores.of(file, 300)).isEmpty();
        assertThat(Scores.has(file, 100)).isTrue();
        assertThat(Scores.has(file, 20)).isFalse();
    }
}
