package io.posestream.standalone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What a soak came to.
 *
 * @param capacity frames/s that the workers posed when they were never without one; empty if it was not measured
 * @param offered frames/s of all cameras together
 * @param ledger of all frames on the topic, those for the capacity as well
 * @param age at emission, of the frames posed under the load
 * @param cameras under the load
 * @param clients all cameras' counts together
 * @param confirmedWithoutFate frames that ingest confirmed and of which no record tells by their identity
 */
record SoakVerdict(
        SoakPlan plan,
        OptionalDouble capacity,
        double offered,
        LedgerReport ledger,
        AgeHistogram.Percentiles age,
        SortedMap<String, SoakFates.OfCamera> cameras,
        StreamingCamera.Counts clients,
        long confirmedWithoutFate,
        List<RssTrend> rss,
        Optional<Killed> killed,
        OptionalDouble recoverySeconds) {

    static final double LEAST_POSED_SHARE = .95;
    static final double MOST_RSS_PERCENT = 1;
    static final long JUDGED_MINUTES = 5;
    static final double RECOVERY_LIMIT_SECONDS = 5;
    /** Ingest's word, and half a second for a machine that is busy. */
    static final double ANSWER_LIMIT_SECONDS = 5.5;

    /**
     * What followed a kill; times in seconds, empty if it never came.
     *
     * @param atSeconds of the load
     * @param firstSkeletonSeconds from the restart to the first skeleton of a frame that had none
     * @param allCamerasSeconds from the restart until each camera had one
     * @param first503Seconds from the kill
     * @param worstAnswerSeconds of all requests that were sent while it was down
     * @param taken frames that ingest confirmed to the probe while it was down
     */
    record Killed(
            double atSeconds,
            double restartedAtSeconds,
            OptionalDouble firstSkeletonSeconds,
            OptionalDouble allCamerasSeconds,
            OptionalDouble first503Seconds,
            OptionalDouble worstAnswerSeconds,
            long probes,
            long taken,
            double ingestMaxRssMib) {}

    boolean passed() {
        return reasons().isEmpty();
    }

    /** Why it did not pass. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        judgeLedger(reasons);
        if (plan.overload().isPresent()) {
            judgeOverload(reasons);
        } else {
            judgeCameras(reasons);
        }
        if (plan.length().toMinutes() >= JUDGED_MINUTES) {
            judgeRss(reasons);
        }
        killed.ifPresent(outcome -> judgeKill(reasons, outcome));
        return reasons;
    }

    private void judgeLedger(List<String> reasons) {
        if (ledger.missing() > 0) {
            reasons.add(ledger.missing() + " frames have no fate");
        }
        if (confirmedWithoutFate > 0 && ledger.overrun() > 0) {
            // A range that was deleted unread has a fate, but no identities.
            reasons.add("it cannot be proved that each confirmed frame has a fate: "
                    + "%d have no record, and %d on the topic were deleted unread"
                            .formatted(confirmedWithoutFate, ledger.overrun()));
        } else if (confirmedWithoutFate > 0) {
            reasons.add(confirmedWithoutFate + " frames that were confirmed have no fate");
        }
        if (ledger.outOfOrder() > 0) {
            reasons.add(ledger.outOfOrder() + " frames out of order");
        }
        if (ledger.duplicates() > 0 && plan.exactlyOnce()) {
            reasons.add(ledger.duplicates() + " duplicates, though exactly once was asked for");
        } else if (ledger.duplicates() > 0 && plan.kill().isEmpty()) {
            reasons.add(ledger.duplicates() + " duplicates, though nothing was killed");
        }
        if (clients.confirmed() == 0) {
            reasons.add("no frame was confirmed");
        }
    }

    private void judgeCameras(List<String> reasons) {
        if (cameras.size() < plan.cameras()) {
            reasons.add((plan.cameras() - cameras.size()) + " cameras have no frames");
        }
        cameras.forEach((camera, report) -> {
            if (report.posedShare() < LEAST_POSED_SHARE) {
                reasons.add("only %.1f %% of camera %s posed".formatted(100 * report.posedShare(), camera));
            }
        });
    }

    private void judgeOverload(List<String> reasons) {
        double limitMs = plan.maxAge().toMillis();
        if (age.count() == 0) {
            reasons.add("no frame posed under overload");
        }
        if (age.p99Ms() > limitMs) {
            reasons.add("age p99 is %.0f ms, limit %.0f ms".formatted(age.p99Ms(), limitMs));
        }
        if (age.p50Ms() > limitMs / 2) {
            reasons.add("age p50 is %.0f ms, over half of the limit of %.0f ms".formatted(age.p50Ms(), limitMs));
        }
        recoverySeconds.stream()
                .filter(seconds -> seconds > RECOVERY_LIMIT_SECONDS)
                .forEach(seconds -> reasons.add("frames expired for %.1f s after the overload".formatted(seconds)));
    }

    private void judgeRss(List<String> reasons) {
        for (RssTrend trend : rss) {
            boolean killed = plan.kill()
                    .filter(kill -> kill.victim().process().equals(trend.process()))
                    .isPresent();
            if (trend.percentPerTenMinutes().isEmpty() && !killed) {
                reasons.add("the memory of the " + trend.process() + " was not measured for long enough");
            }
            trend.percentPerTenMinutes().stream()
                    .filter(percent -> percent >= MOST_RSS_PERCENT)
                    .forEach(percent ->
                            reasons.add("the %s grows by %.2f %% in ten minutes".formatted(trend.process(), percent)));
        }
    }

    private void judgeKill(List<String> reasons, Killed outcome) {
        if (outcome.allCamerasSeconds.isEmpty()) {
            reasons.add("not every camera had a skeleton again after the restart");
        }
        if (!plan.kills(SoakPlan.Victim.BROKER)) {
            return;
        }
        if (outcome.first503Seconds.isEmpty()) {
            reasons.add("ingest never answered 503");
        }
        outcome.worstAnswerSeconds.stream()
                .filter(seconds -> seconds > ANSWER_LIMIT_SECONDS)
                .forEach(seconds -> reasons.add("ingest took %.1f s to answer".formatted(seconds)));
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("passed", passed());
        tree.put("reasons", reasons());
        tree.put("seconds", plan.length().toMillis() / 1e3);
        tree.put("capacity_fps", rounded(capacity));
        tree.put("offered_fps", rounded(offered));
        tree.put("ledger", ledger);
        tree.put("age_ms", age.tree());
        tree.put("clients", clients);
        tree.put("confirmed_without_fate", confirmedWithoutFate);
        Map<String, Object> byCamera = new LinkedHashMap<>();
        cameras.forEach((camera, report) -> byCamera.put(camera, tree(report)));
        tree.put("cameras", byCamera);
        tree.put("rss", rss.stream().map(SoakVerdict::tree).toList());
        killed.ifPresent(outcome -> tree.put("kill", tree(outcome)));
        recoverySeconds.ifPresent(seconds -> tree.put("recovery_s", rounded(seconds)));
        return Json.line(tree);
    }

    private static Map<String, Object> tree(SoakFates.OfCamera report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("frames", report.frames());
        tree.put("posed", report.posed());
        tree.put("empty", report.empty());
        tree.put("expired", report.expired());
        tree.put("posed_share", Json.rounded(report.posedShare(), 4));
        tree.put("age_ms", report.age().tree());
        return tree;
    }

    private static Map<String, Object> tree(RssTrend trend) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("process", trend.process());
        tree.put("start_mib", rounded(trend.startMib()));
        tree.put("end_mib", rounded(trend.endMib()));
        tree.put("max_mib", rounded(trend.maxMib()));
        tree.put("percent_per_10_min", rounded(trend.percentPerTenMinutes()));
        return tree;
    }

    private static Map<String, Object> tree(Killed outcome) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at_s", rounded(outcome.atSeconds));
        tree.put("restarted_at_s", rounded(outcome.restartedAtSeconds));
        tree.put("first_skeleton_after_restart_s", rounded(outcome.firstSkeletonSeconds));
        tree.put("all_cameras_after_restart_s", rounded(outcome.allCamerasSeconds));
        tree.put("first_503_s", rounded(outcome.first503Seconds));
        tree.put("worst_answer_s", rounded(outcome.worstAnswerSeconds));
        tree.put("probes", outcome.probes);
        tree.put("probes_taken", outcome.taken);
        tree.put("ingest_max_rss_mib", rounded(outcome.ingestMaxRssMib));
        return tree;
    }

    /** JSON's null where there is none. */
    private static Double rounded(OptionalDouble value) {
        return value.isPresent() ? (Double) rounded(value.getAsDouble()) : null;
    }

    private static double rounded(double value) {
        return Json.rounded(value, 2);
    }
}
