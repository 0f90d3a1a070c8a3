package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a bench measures what it says; how fast it is depends on the machine. */
final class BenchIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path models;

    @TempDir
    private Path folder;

    @BeforeAll
    static void importModels(@TempDir Path kept) {
        models = TinyModels.importedInto(kept);
    }

    @Test
    void measuresTheServiceBesideTheBareLoop() throws Exception {
        Path clip = TestPictures.clip(folder.resolve("clip"), 5);
        RunPose run = RunPose.with(
                Map.of(),
                "bench",
                "--models",
                models.toString(),
                "--clip",
                clip.toString(),
                "--frames",
                "60",
                "--rounds",
                "1",
                "--warm-up",
                "1",
                "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("--frames 60 is too few for a figure");
        JsonNode report = JSON.readTree(run.out());
        double raw = report.get("raw_fps").doubleValue();
        double service = report.get("service_fps").doubleValue();
        assertThat(raw).isPositive();
        assertThat(service).isPositive();
        assertThat(report.get("efficiency").doubleValue())
                .isCloseTo(service / raw, org.assertj.core.data.Offset.offset(.01));
        double age = report.at("/age_ms/p50").doubleValue();
        assertThat(report.at("/added_ms/p50").doubleValue()).isPositive().isLessThanOrEqualTo(age);
        assertThat(report.at("/delivered_ms/p50").doubleValue()).isGreaterThanOrEqualTo(age);
        assertThat(report.get("one_camera_fps").doubleValue()).isPositive();
    }

    @Test
    void drawsTheCurveOfPicturesItHasComputedItself() throws Exception {
        Path svg = folder.resolve("curve.svg");
        RunPose run = RunPose.with(
                Map.of("POSE_MAX_AGE_MS", "3600000"),
                "bench",
                "curve",
                "--models",
                models.toString(),
                "--cameras",
                "1,3",
                "--seconds",
                "1",
                "--svg",
                svg.toString(),
                "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("no --clip: pictures of a computed camera");
        JsonNode points = JSON.readTree(run.out()).get("points");
        assertThat(points).hasSize(2);
        assertThat(points.get(1).get("offered_fps").doubleValue()).isEqualTo(30);
        assertThat(points.get(0).get("posed_share").doubleValue()).isPositive().isLessThanOrEqualTo(1);
        assertThat(Files.readString(svg)).startsWith("<svg").contains("polyline");
    }

    @Test
    void wantsModels() {
        RunPose run = RunPose.pose("bench");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--models DIR");
    }
}
