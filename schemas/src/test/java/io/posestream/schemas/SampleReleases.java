package io.posestream.schemas;

import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Rollout.Afterwards;
import io.posestream.schemas.Rollout.Candidate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fixed records, which the files in {@code golden} say: they never change. */
final class SampleReleases {
    static final ReleaseId ID = new ReleaseId(Slot.POSE, 7);

    static final ModelRelease GOLDEN = release(Optional.empty());

    static ModelRelease release(Optional<GoldenAnswer> golden) {
        return new ModelRelease(
                ID,
                "student",
                "0123456789abcdef".repeat(4),
                3_500_000,
                7,
                Map.of("posestream.contract", "1", "posestream.codec", "SIMCC"),
                1_760_000_000_000_001L,
                "two teachers, grey clouds ☁",
                "OKS 0.71, live 0.70",
                true,
                1,
                golden);
    }

    static final SignedRelease SIGNED = new SignedRelease(
            GoldenBytes.of("model-release-v1"),
            "06e3fd8fda29bb60",
            HexFormat.of()
                    .parseHex("ddc0be1c81095679d7467200f39fbf83556fe077e4a3741cd390475e332c1285"
                            + "82826a85826b910638752498dbe6346b30a67886a7a11865d695a219768f5002"),
            List.of(120L, 121L, 122L, 123L, 124L, 125L, 130L));

    static final Rollout ROLLOUT =
            new Rollout(Slot.POSE, Optional.of(new ReleaseId(Slot.POSE, 6)), Optional.of(Candidate.canary(ID, .125)));

    /** What a judge left: a shadow that promotes itself, and why it did not yet. */
    static final Rollout JUDGED = new Rollout(
            Slot.POSE,
            Optional.of(new ReleaseId(Slot.POSE, 6)),
            Optional.of(
                    new Candidate(ID, Rollout.Trial.SHADOW, 0, 500, Afterwards.PROMOTE, true, 1_760_000_000_000_002L)),
            List.of(new ReleaseId(Slot.POSE, 5), new ReleaseId(Slot.POSE, 2)),
            true,
            Optional.of(new Decision(
                    Verdict.CLEARED,
                    Optional.of(ID),
                    "worker-1",
                    1_760_000_000_000_003L,
                    "nothing against it",
                    Map.of("compared", 500.0, "oks", .75))));

    private SampleReleases() {}
}
