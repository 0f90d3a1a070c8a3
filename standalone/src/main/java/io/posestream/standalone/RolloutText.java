package io.posestream.standalone;

import io.posestream.schemas.Decision;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A rollout as commands show it. */
final class RolloutText {
    private RolloutText() {}

    static Map<String, Object> tree(Rollout rollout) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slot", rollout.slot().id());
        tree.put("live", named(rollout.live()));
        rollout.candidate().ifPresent(candidate -> tree.put("candidate", tree(candidate)));
        tree.put(
                "previous", rollout.previous().stream().map(ReleaseId::toString).toList());
        tree.put("changeLayout", rollout.changeLayout());
        rollout.decision().ifPresent(decision -> tree.put("decision", tree(decision)));
        return tree;
    }

    private static Map<String, Object> tree(Candidate candidate) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("release", candidate.release().toString());
        tree.put("trial", word(candidate.trial()));
        tree.put("share", candidate.share());
        tree.put("enough", candidate.enough());
        tree.put("then", word(candidate.afterwards()));
        tree.put("changeLayout", candidate.changeLayout());
        tree.put("started", time(candidate.startedMicros()));
        return tree;
    }

    private static Map<String, Object> tree(Decision decision) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("verdict", word(decision.verdict()));
        tree.put("release", named(decision.release()));
        tree.put("by", decision.by());
        tree.put("at", time(decision.atMicros()));
        tree.put("reason", decision.reason());
        tree.put("numbers", decision.numbers());
        return tree;
    }

    /** {@code pose: pose/7 is live; canary pose/8 for 0.1 of the cameras, …}. */
    static String line(Rollout rollout) {
        return rollout.slot().id() + ": "
                + rollout.live().map(ReleaseId::toString).orElse("the folders' models") + " live"
                + rollout.candidate().map(RolloutText::text).orElse("");
    }

    private static String text(Candidate candidate) {
        String how = switch (candidate.trial()) {
            case SHADOW -> ", " + candidate.release() + " in shadow";
            case CANARY -> ", " + candidate.release() + " poses " + candidate.share() + " of the cameras";
        };
        String then = switch (candidate.afterwards()) {
            case WAIT -> " frames, then waits";
            case PROMOTE -> " frames, then goes live unless something speaks against it";
        };
        return how + " over " + candidate.enough() + then;
    }

    /** {@code promoted pose/7 by somebody at …: why}, with the numbers. */
    static String line(Decision decision) {
        String numbers = decision.numbers().isEmpty() ? "" : " " + decision.numbers();
        return word(decision.verdict()) + " " + named(decision.release()) + " by "
                + ReleaseView.printable(decision.by()) + " at " + time(decision.atMicros())
                + (decision.reason().isEmpty() ? "" : ": " + ReleaseView.printable(decision.reason()))
                + ReleaseView.printable(numbers);
    }

    /** {@code folder} where no release is meant. */
    static String named(Optional<ReleaseId> release) {
        return release.map(ReleaseId::toString).orElse("folder");
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String time(long micros) {
        return Instant.EPOCH
                .plus(micros, ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
    }
}
