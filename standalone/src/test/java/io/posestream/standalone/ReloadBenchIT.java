package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a bench of reloads checks what it says; how fast they are depends on the machine. */
final class ReloadBenchIT {
    @Test
    void threeReloadsLoseAndMixNoFrame(@TempDir Path folder) throws Exception {
        RunPose run = RunPose.with(
                Map.of(),
                "bench",
                "reload",
                "--models",
                TinyModels.importedInto(folder).toString(),
                "--clip",
                TestPictures.clip(folder.resolve("clip"), 5).toString(),
                "--reloads",
                "3",
                "--rest",
                "1200",
                "--warm-up",
                "1",
                "--json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("reloads").intValue()).isEqualTo(3);
        assertThat(report.get("lost").intValue()).isZero();
        assertThat(report.get("mixed").intValue()).isZero();
        long frames = report.get("frames").longValue();
        assertThat(report.get("persons").longValue())
                .as("the tiny detector sees one in each")
                .isEqualTo(frames);
        assertThat(report.get("frames_by_shifted").longValue()).isBetween(1L, frames - 1);
        for (String figure : new String[] {"p99_steady_ms", "p99_swap_ms", "rss_ratio"}) {
            assertThat(report.get(figure).doubleValue()).as(figure).isPositive();
        }
        assertThat(report.at("/publish_to_serving_ms/count").intValue()).isEqualTo(2);
        assertThat(report.at("/rollback_to_serving_ms/count").intValue()).isEqualTo(1);
    }
}
