package io.posestream.standalone;

import io.posestream.ingest.CameraResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demo came to.
 *
 * @param exactlyOnce a duplicate is a failure
 * @param seconds from the start of the cameras to the last fate
 * @param ended how the cameras ended that were pulled
 */
record DemoReport(
        boolean exactlyOnce,
        LedgerReport total,
        Map<String, LedgerReport> byCamera,
        AgeHistogram.Percentiles age,
        double seconds,
        List<CameraResult> ended) {

    boolean succeeded() {
        return total.missing() == 0
                && !(exactlyOnce && total.duplicates() > 0)
                && ended.stream().allMatch(camera -> camera.error().isEmpty());
    }

    private double framesPerSecond() {
        return seconds > 0 ? (total.posed() + total.empty()) / seconds : 0;
    }

    String json() {
        Map<String, Object> tree = counts(total);
        tree.put("missing", total.missing());
        tree.put("duplicates", total.duplicates());
        tree.put("out_of_order", total.outOfOrder());
        tree.put("fps", Json.rounded(framesPerSecond(), 1));
        tree.put("age_ms", age.tree());
        Map<String, Object> cameras = new LinkedHashMap<>();
        byCamera.forEach((camera, report) -> cameras.put(camera, counts(report)));
        ended.forEach(camera -> {
            Object counts = cameras.computeIfAbsent(camera.camera().value(), name -> new LinkedHashMap<>());
            if (counts instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked")
                Map<String, Object> open = (Map<String, Object>) counts;
                open.put("published", camera.published());
                open.put("skipped", camera.skipped());
                camera.error().ifPresent(error -> open.put("error", error));
            }
        });
        tree.put("cameras", cameras);
        return Json.line(tree);
    }

    private static Map<String, Object> counts(LedgerReport report) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("frames", report.frames());
        counts.put("posed", report.posed());
        counts.put("empty", report.empty());
        counts.put("expired", report.expired());
        counts.put("undecodable", report.undecodable());
        counts.put("failed", report.failed());
        counts.put("overrun", report.overrun());
        return counts;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%d frames: %d posed, %d empty, %d expired, %d undecodable, %d failed, %d overrun, %d missing%n"
                .formatted(
                        total.frames(),
                        total.posed(),
                        total.empty(),
                        total.expired(),
                        total.undecodable(),
                        total.failed(),
                        total.overrun(),
                        total.missing()));
        text.append("%.1f frames/s, age p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, %d duplicates, %d out of order"
                .formatted(
                        framesPerSecond(),
                        age.p50Ms(),
                        age.p95Ms(),
                        age.p99Ms(),
                        total.duplicates(),
                        total.outOfOrder()));
        ended.forEach(camera ->
                camera.error().ifPresent(error -> text.append("%ncamera %s: %s".formatted(camera.camera(), error))));
        return text.toString();
    }
}
