package io.posestream.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A soak's verdict for people. */
final class SoakText {
    private SoakText() {}

    static String of(SoakVerdict verdict) {
        List<String> lines = new ArrayList<>();
        verdict.capacity().ifPresent(capacity -> lines.add("capacity %.1f frames/s".formatted(capacity)));
        StreamingCamera.Counts clients = verdict.clients();
        lines.add("offered %.1f frames/s: %d frames, of which %d sent, %d dropped by the cameras"
                .formatted(verdict.offered(), clients.offered(), clients.sent(), clients.dropped()));
        lines.add("of those sent %d confirmed, %d refused %s, %d without an answer; %d connections"
                .formatted(
                        clients.confirmed(),
                        clients.refused(),
                        clients.refusals(),
                        clients.lost() + clients.unanswered(),
                        clients.connections()));
        LedgerReport ledger = verdict.ledger();
        lines.add("%d frames on the topic: %d posed, %d empty, %d expired, %d undecodable, %d failed, %d overrun, "
                        .formatted(
                                ledger.frames(),
                                ledger.posed(),
                                ledger.empty(),
                                ledger.expired(),
                                ledger.undecodable(),
                                ledger.failed(),
                                ledger.overrun())
                + "%d missing; %d duplicates, %d out of order"
                        .formatted(ledger.missing(), ledger.duplicates(), ledger.outOfOrder()));
        lines.add("age p50 %.0f ms, p95 %.0f ms, p99 %.0f ms"
                .formatted(
                        verdict.age().p50Ms(),
                        verdict.age().p95Ms(),
                        verdict.age().p99Ms()));
        lines.add(cameras(verdict.cameras()));
        lines.add(memory(verdict.rss()));
        verdict.killed().ifPresent(killed -> addKill(lines, killed));
        verdict.recoverySeconds()
                .ifPresent(seconds -> lines.add("frames expired for %.1f s after the overload".formatted(seconds)));
        lines.add(verdict.passed() ? "PASSED" : "FAILED: " + String.join("; ", verdict.reasons()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String cameras(Map<String, SoakFates.OfCamera> cameras) {
        List<List<String>> rows = new ArrayList<>();
        cameras.forEach((camera, report) -> rows.add(List.of(
                camera,
                Long.toString(report.frames()),
                "%.1f %%".formatted(100 * report.posedShare()),
                "%.0f".formatted(report.age().p50Ms()),
                "%.0f".formatted(report.age().p95Ms()),
                "%.0f".formatted(report.age().p99Ms()))));
        return TextTable.of(List.of("camera", "frames", "posed", "age p50 ms", "p95", "p99"), rows);
    }

    private static String memory(List<RssTrend> trends) {
        List<List<String>> rows = new ArrayList<>();
        for (RssTrend trend : trends) {
            OptionalDouble percent = trend.percentPerTenMinutes();
            rows.add(List.of(
                    trend.process(),
                    "%.1f".formatted(trend.startMib()),
                    "%.1f".formatted(trend.endMib()),
                    "%.1f".formatted(trend.maxMib()),
                    percent.isPresent() ? "%+.2f %%".formatted(percent.getAsDouble()) : "too short"));
        }
        return TextTable.of(List.of("process", "RSS start MiB", "end", "most", "in ten minutes"), rows);
    }

    private static void addKill(List<String> lines, SoakVerdict.Killed killed) {
        lines.add("killed at %.1f s, started again at %.1f s; first new skeleton %s, all cameras %s after the restart"
                .formatted(
                        killed.atSeconds(),
                        killed.restartedAtSeconds(),
                        seconds(killed.firstSkeletonSeconds()),
                        seconds(killed.allCamerasSeconds())));
        if (killed.probes() > 0) {
            lines.add("%d requests meanwhile: first 503 %s after the kill, slowest answer %s, %d taken; ingest used at "
                            .formatted(
                                    killed.probes(),
                                    seconds(killed.first503Seconds()),
                                    seconds(killed.worstAnswerSeconds()),
                                    killed.taken())
                    + "most %.0f MiB".formatted(killed.ingestMaxRssMib()));
        }
    }

    private static String seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? "%.1f s".formatted(seconds.getAsDouble()) : "never";
    }
}
