package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path models;

    @TempDir
    private Path folder;

    @BeforeAll
    static void importModels(@TempDir Path kept) {
        models = TinyModels.importedInto(kept);
    }

    @Test
    void posesEveryFrameOfARecordingAndKeepsTheProof() throws JsonProcessingException {
        Path clip = TestPictures.clip(folder.resolve("clip"), 12);
        String data = folder.resolve("data").toString();
        JsonNode first = demo("--archive", "--data", data, "--camera", "clip=file:" + clip);
        assertThat(counts(first, "frames", "posed", "expired", "missing", "duplicates", "out_of_order"))
                .containsExactly(12L, 12L, 0L, 0L, 0L, 0L);
        double p50 = first.at("/age_ms/p50").doubleValue();
        assertThat(p50).isPositive();
        assertThat(first.at("/age_ms/p95").doubleValue()).isGreaterThanOrEqualTo(p50);
        assertThat(first.at("/age_ms/p99").doubleValue())
                .isGreaterThanOrEqualTo(first.at("/age_ms/p95").doubleValue());
        assertThat(counts(first.at("/cameras/clip"), "frames", "published", "skipped"))
                .containsExactly(12L, 12L, 0L);
        assertThat(counts(ledger(data), "frames", "posed", "missing", "duplicates", "outOfOrder"))
                .containsExactly(12L, 12L, 0L, 0L, 0L);

        JsonNode second = demo("--archive", "--data", data, "--camera", "clip=file:" + clip);
        assertThat(counts(second, "frames", "posed", "missing")).containsExactly(12L, 12L, 0L);
        assertThat(counts(ledger(data), "frames", "posed", "missing", "duplicates", "outOfOrder"))
                .containsExactly(24L, 24L, 0L, 0L, 0L);
    }

    @Test
    void showsComputedPeopleWhenNoCameraIsNamed() throws JsonProcessingException {
        JsonNode report = demo("--seconds", "2");
        assertThat(report.get("cameras").get("synth").get("frames").longValue()).isPositive();
        assertThat(report.get("missing").longValue()).isZero();
    }

    @Test
    void posesARecordingExactlyOnce() throws JsonProcessingException {
        Path clip = TestPictures.clip(folder.resolve("clip"), 12);
        RunPose run = RunPose.with(
                Map.of("POSE_EXACTLY_ONCE", "1"),
                "demo",
                "--json",
                "--archive",
                "--port",
                "0",
                "--models",
                models.toString(),
                "--camera",
                "clip=file:" + clip);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(counts(lastLine(run), "frames", "posed", "expired", "missing", "duplicates", "out_of_order"))
                .containsExactly(12L, 12L, 0L, 0L, 0L, 0L);
    }

    @Test
    void goesOnAfterPicturesThatAreNoneAndSaysSo() throws JsonProcessingException {
        Path clip = TestPictures.clip(folder.resolve("clip"), 12);
        TestPictures.write(clip.resolve("04.jpg"), TestPictures.truncated());
        TestPictures.write(clip.resolve("07.jpg"), new byte[0]);
        JsonNode report = demo("--archive", "--camera", "clip=file:" + clip);
        assertThat(counts(report, "frames", "posed", "missing")).containsExactly(10L, 10L, 0L);
        assertThat(counts(report.at("/cameras/clip"), "published", "skipped")).containsExactly(10L, 2L);
    }

    @Test
    void losesNothingOfALiveCameraThatIsStopped() throws JsonProcessingException {
        Path clip = TestPictures.clip(folder.resolve("clip"), 5);
        JsonNode report = demo("--seconds", "3", "--camera", "clip=loop:" + clip + "?fps=20");
        assertThat(report.get("missing").longValue()).isZero();
        assertThat(report.get("out_of_order").longValue()).isZero();
        assertThat(report.get("frames").longValue())
                .isPositive()
                .isEqualTo(
                        report.get("posed").longValue() + report.get("expired").longValue());
    }

    @Test
    void failsWithACameraThatIsNotThere() throws JsonProcessingException {
        RunPose run = run("--camera", "clip=file:" + folder.resolve("none"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(lastLine(run).at("/cameras/clip/error").textValue())
                .contains(folder.resolve("none").toString());
    }

    private static JsonNode demo(String... args) throws JsonProcessingException {
        RunPose run = run(args);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return lastLine(run);
    }

    private static RunPose run(String... args) {
        List<String> all = new ArrayList<>(List.of("demo", "--json", "--port", "0", "--models", models.toString()));
        all.addAll(List.of(args));
        return RunPose.pose(all.toArray(String[]::new));
    }

    private static JsonNode lastLine(RunPose run) throws JsonProcessingException {
        assertThat(run.outLines()).as(run.err()).isNotEmpty();
        return JSON.readTree(run.outLines().get(run.outLines().size() - 1));
    }

    private static JsonNode ledger(String data) throws JsonProcessingException {
        RunPose run = RunPose.pose("ledger", "--data", data, "--json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return lastLine(run).get("total");
    }

    private static List<Long> counts(JsonNode report, String... names) {
        return List.of(names).stream()
                .map(name -> report.required(name).longValue())
                .toList();
    }
}
