package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A soak of tiny models whose frames do not expire: what it proves then hangs on no machine's speed. */
final class SoakIT {
    @Test
    void provesThatAKilledWorkerLosesNoFrameOfFourCameras(@TempDir Path folder) throws JsonProcessingException {
        RunPose run = RunPose.with(
                Map.of("POSE_MAX_AGE_MS", "3600000"),
                "soak",
                "--models",
                TinyModels.importedInto(folder).toString(),
                "--clip",
                TestPictures.clip(folder.resolve("clip"), 5).toString(),
                "--cameras",
                "4",
                "--fps",
                "10",
                "--minutes",
                "0.42",
                "--kill",
                "worker",
                "--at",
                "3",
                "--for",
                "2",
                "--json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode verdict = new ObjectMapper().readTree(run.out());
        assertThat(verdict.get("passed").booleanValue()).isTrue();
        assertThat(verdict.get("cameras")).hasSize(4);
        long confirmed = verdict.at("/clients/confirmed").longValue();
        assertThat(confirmed).isBetween(1000L, 1410L);
        assertThat(verdict.at("/ledger/frames").longValue()).isEqualTo(confirmed);
        assertThat(verdict.at("/ledger/posed").longValue()).isEqualTo(confirmed);
        assertThat(verdict.at("/kill/all_cameras_after_restart_s").doubleValue())
                .isBetween(0.1, 20.0);
        assertThat(verdict.get("rss"))
                .hasSize(3)
                .allSatisfy(process ->
                        assertThat(process.get("end_mib").doubleValue()).isPositive());
    }
}
