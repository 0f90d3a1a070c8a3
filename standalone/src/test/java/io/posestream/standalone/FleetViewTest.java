package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Afterwards;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Rollout.Trial;
import io.posestream.schemas.Slot;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatus.Tried;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FleetViewTest {
    private static final long NOW = 1_760_000_000_000_000L;
    private static final Rollout ROLLOUT = Rollout.untouched(Slot.POSE)
            .promoted(
                    false,
                    new Decision(Verdict.PROMOTED, Optional.of(pose(1)), "ann", NOW - 60_000_000, "first", Map.of()))
            .tried(
                    Candidate.canary(pose(2), .25).over(500, Afterwards.PROMOTE),
                    new Decision(
                            Verdict.TRIED, Optional.of(pose(2)), "bob", NOW - 30_000_000, "", Map.of("frames", 5.0)));

    @Test
    void drawsWhatIsToServeAndWhatDoes() {
        FleetView fleet = new FleetView(
                Map.of(Slot.POSE, ROLLOUT), List.of(worker("a", 1_500_000, true), worker("b", 700_000, true)), NOW);

        assertThat(fleet.lines())
                .contains(
                        "detector: the folders' models live",
                        "pose: pose/1 live, pose/2 poses 0.25 of the cameras over 500 frames, then goes live unless "
                                + "something speaks against it",
                        "  last decision: tried pose/2 by bob at 2025-10-09T08:52:50Z {frames=5.0}",
                        "all workers serve what is to serve")
                .anyMatch(line -> line.contains("a refused pose/9 at ") && line.endsWith("bad_digest: another?file"));
        assertThat(String.join("\n", fleet.lines()))
                .containsPattern("a +cpu +1 s ago +pose +pose/1 +student +5 s +canary pose/2 +pose/3")
                .containsPattern("b +cpu +0 s ago +pose +pose/1");
        assertThat(Json.line(fleet.tree()))
                .contains(
                        "\"agreed\":true",
                        "\"ageMs\":1500",
                        "\"reason\":\"bad_digest\"",
                        "\"loading\":\"pose/3\"",
                        "\"candidate\":{\"release\":\"pose/2\",\"trial\":\"canary\",\"share\":0.25");
    }

    @Test
    void whoServesAnythingElseDisagreesUnlessItIsGone() {
        WorkerStatus behind = worker("a", 1_000_000, false);
        assertThat(new FleetView(Map.of(Slot.POSE, ROLLOUT), List.of(behind), NOW).lines())
                .contains("not all workers serve what is to serve");

        FleetView gone = new FleetView(
                Map.of(Slot.POSE, ROLLOUT), List.of(worker("a", 11_000_000, false), worker("b", 0, true)), NOW);
        assertThat(gone.lines()).contains("all workers serve what is to serve");
        assertThat(String.join("\n", gone.lines())).contains("11 s ago, gone");
        assertThat(Json.line(gone.tree())).contains("\"alive\":false");
    }

    @Test
    void saysThatThereIsNobody() {
        assertThat(new FleetView(Map.of(), List.of(), NOW).lines()).contains("no worker has said anything for 60 s");
    }

    private static WorkerStatus worker(String name, long ageMicros, boolean tries) {
        Served live =
                new Served(Optional.of(pose(1)), new ReleaseRef(Slot.POSE, "student", "a".repeat(64)), NOW - 5_000_000);
        Served tried =
                new Served(Optional.of(pose(2)), new ReleaseRef(Slot.POSE, "student", "b".repeat(64)), NOW - 3_000_000);
        return new WorkerStatus(
                name,
                NOW - ageMicros,
                NOW - 90_000_000,
                1,
                "cpu",
                List.of(new SlotStatus(
                        Slot.POSE,
                        live,
                        tries ? Optional.of(new Tried(tried, Trial.CANARY, .25)) : Optional.empty(),
                        Optional.of(pose(3)))),
                List.of(new Refusal(pose(9), "bad_digest", "another\u0007file", NOW - 8_000_000)),
                List.of());
    }

    private static ReleaseId pose(int version) {
        return new ReleaseId(Slot.POSE, version);
    }
}
