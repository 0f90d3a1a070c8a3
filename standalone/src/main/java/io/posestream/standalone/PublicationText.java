package io.posestream.standalone;

import io.posestream.inference.registry.Published;
import io.posestream.trainer.gate.Comparison;
import io.posestream.trainer.gate.GateVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a publication, for people and programs. */
record PublicationText(GatedPublication.Outcome outcome) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        outcome.verdict().ifPresent(verdict -> {
            lines.add("gate " + (verdict.passed() ? "passed" : "FAILED"));
            verdict.lines().forEach(line -> lines.add("  " + line));
        });
        outcome.published().ifPresent(published -> lines.add(line(published)));
        return lines;
    }

    private static String line(Published published) {
        String release = published.release().id() + " (" + published.release().name() + ")";
        String chunks = published.chunksWritten() + " of " + published.release().chunks() + " chunks written";
        return published.announced()
                ? "published " + release + ", " + chunks + ", signed by " + published.keyId()
                : release + " is this file already, " + chunks;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        outcome.published().ifPresent(published -> {
            tree.put("release", published.release().id().toString());
            tree.put("announced", published.announced());
            tree.put("name", published.release().name());
            tree.put("sha256", published.release().sha256());
            tree.put("sizeBytes", published.release().sizeBytes());
            tree.put("chunks", published.release().chunks());
            tree.put("chunksWritten", published.chunksWritten());
            tree.put("keyId", published.keyId());
            tree.put("gateSkipped", published.release().gateSkipped());
        });
        outcome.verdict().ifPresent(verdict -> tree.put("gate", tree(verdict)));
        return tree;
    }

    private static Map<String, Object> tree(GateVerdict verdict) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("passed", verdict.passed());
        tree.put("parity", verdict.parity().words());
        tree.put("parityPassed", verdict.parity().passed());
        tree.put("training", verdict.learntFrom());
        tree.put(
                "sets",
                verdict.comparisons().stream().map(PublicationText::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Comparison set) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("set", set.set());
        tree.put("passed", set.passed());
        tree.put("statistic", set.statistic());
        tree.put("images", set.images());
        tree.put("candidate", Json.rounded(set.candidate(), 6));
        set.against().ifPresent(live -> {
            tree.put("against", live.name());
            tree.put("live", Json.rounded(live.score(), 6));
            tree.put("difference", Json.rounded(set.candidate() - live.score(), 6));
            tree.put(
                    "interval",
                    List.of(
                            Json.rounded(live.difference().low(), 6),
                            Json.rounded(live.difference().high(), 6)));
            tree.put("margin", set.margin());
        });
        set.atLeast().ifPresent(floor -> tree.put("atLeast", floor));
        return tree;
    }
}
