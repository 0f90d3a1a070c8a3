package io.posestream.standalone;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a bench of reloads found.
 *
 * @param modelBytes of a release
 * @param capacity frames/s at full speed
 * @param offered frames/s of all cameras together
 * @param dropped by the cameras, before ingest saw them
 * @param confirmed by ingest
 */
record ReloadReport(
        ReloadPlan plan,
        long modelBytes,
        double capacity,
        double offered,
        long dropped,
        long confirmed,
        ReloadCheck check,
        ReloadTimes times) {
    /** Frames that ingest confirmed and that have no skeleton, be it because they have no fate or another one. */
    long lost() {
        return Math.max(confirmed, check.frames()) - check.answered();
    }

    private long stale() {
        return check.stale(times.lives());
    }

    /** No frame was lost, and each was made by the release that it names, which was one that served. */
    boolean passed() {
        return lost() == 0 && check.mixed() == 0 && stale() == 0;
    }

    String json() {
        ReloadAges.Compared ages = times.compared(check.ages());
        ReloadTimes.Rss rss = times.rss();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("reloads", plan.reloads());
        tree.put("frames", confirmed);
        tree.put("lost", lost());
        tree.put("mixed", check.mixed());
        tree.put("p99_steady_ms", Json.rounded(ages.steady().p99Ms(), 1));
        tree.put("p99_swap_ms", Json.rounded(ages.swap().p99Ms(), 1));
        tree.put("rss_ratio", Json.rounded(rss.ratio(), 3));
        tree.put("stale", stale());
        tree.put("persons", check.persons());
        tree.put("frames_by_shifted", check.byShifted());
        tree.put("duplicates", check.ledger().duplicates());
        tree.put("out_of_order", check.ledger().outOfOrder());
        tree.put("dropped_by_cameras", dropped);
        tree.put("workers", plan.workers());
        tree.put("model_bytes", modelBytes);
        tree.put("capacity_fps", Json.rounded(capacity, 1));
        tree.put("offered_fps", Json.rounded(offered, 1));
        tree.put("steady_ms", ages(ages.steady()));
        tree.put("swap_ms", ages(ages.swap()));
        tree.put("publish_to_serving_ms", durations(times.publications()));
        tree.put("promote_to_serving_ms", durations(times.promotions()));
        tree.put("rollback_to_serving_ms", durations(times.rollbacks()));
        tree.put("rss", rss(rss));
        return Json.line(tree);
    }

    private static Map<String, Object> ages(AgeHistogram.Percentiles ages) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("frames", ages.count());
        tree.putAll(ages.tree());
        return tree;
    }

    private static Map<String, Object> durations(ReloadTimes.Percentiles durations) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("count", durations.count());
        tree.put("p50", Json.rounded(durations.p50Ms(), 0));
        tree.put("p95", Json.rounded(durations.p95Ms(), 0));
        return tree;
    }

    private static Map<String, Object> rss(ReloadTimes.Rss rss) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("early_from", rss.first());
        tree.put("window", rss.window());
        tree.put("early_mib", Json.rounded(rss.earlyMib(), 1));
        tree.put("late_mib", Json.rounded(rss.lateMib(), 1));
        return tree;
    }

    String text() {
        ReloadAges.Compared ages = times.compared(check.ages());
        ReloadTimes.Rss rss = times.rss();
        return String.join(
                System.lineSeparator(),
                line(
                        "%s: %d reloads under %.1f frames/s (%.0f %% of %.1f), %d workers, releases of %.1f MB",
                        passed() ? "passed" : "FAILED",
                        plan.reloads(),
                        offered,
                        100 * ReloadPlan.LOAD,
                        capacity,
                        plan.workers(),
                        modelBytes / 1e6),
                line(
                        "  frames %d, lost %d, mixed %d, stale %d; %d persons checked, %d frames by the shifted release",
                        confirmed, lost(), check.mixed(), stale(), check.persons(), check.byShifted()),
                line(
                        "  age p99 %.1f ms between reloads (%d frames), %.1f ms during them (%d)",
                        ages.steady().p99Ms(),
                        ages.steady().count(),
                        ages.swap().p99Ms(),
                        ages.swap().count()),
                line("  publication to serving on all: %s", text(times.publications())),
                line("  promotion to serving on all: %s", text(times.promotions())),
                line("  rollback to serving on all: %s", text(times.rollbacks())),
                line(
                        "  RSS of a worker: median of the last %d reloads %.1f MiB, of %d from the %d. on %.1f MiB: %.3f",
                        rss.window(), rss.lateMib(), rss.window(), rss.first(), rss.earlyMib(), rss.ratio()));
    }

    private static String text(ReloadTimes.Percentiles durations) {
        return line("p50 %.0f, p95 %.0f ms (%d)", durations.p50Ms(), durations.p95Ms(), durations.count());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
