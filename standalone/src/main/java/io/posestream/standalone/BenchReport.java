package io.posestream.standalone;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a bench found; each figure is the median of its rounds.
 *
 * @param pictures of the clip
 * @param frames of each measurement
 * @param callers of the bare loop, side by side
 */
record BenchReport(int pictures, int frames, int callers, List<Round> rounds) {
    private static final double BUSY = .9;

    BenchReport {
        rounds = List.copyOf(rounds);
    }

    /**
     * @param rawFps of the bare loop
     * @param full as fast as the service goes
     * @param half at half of that
     */
    record Round(double rawFps, ServiceLoad.Throughput full, LatencyReport half, double oneCameraFps) {
        double efficiency() {
            return full.framesPerSecond() / rawFps;
        }

        /** What there was no more of at full speed. */
        String limit() {
            int cores = Runtime.getRuntime().availableProcessors();
            if (full.cpu().ownShare() + full.cpu().otherShare() >= BUSY) {
                return full.cpu().otherShare() > 1 - BUSY ? "the cores, which others use too" : "the cores";
            }
            return full.modelsBusy() >= BUSY * cores ? "the models" : "waiting: Kafka, ingest or partitions";
        }

        private Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("raw_fps", Json.rounded(rawFps, 1));
            tree.put("service_fps", Json.rounded(full.framesPerSecond(), 1));
            tree.put("efficiency", Json.rounded(efficiency(), 3));
            tree.put("age_p50_ms", Json.rounded(half.age().p50Ms(), 1));
            tree.put("age_p99_ms", Json.rounded(half.age().p99Ms(), 1));
            tree.put("added_p50_ms", Json.rounded(half.added().p50Ms(), 1));
            return tree;
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "raw %.1f, service %.1f frames/s, efficiency %.3f; at half: age p50 %.1f, p99 %.1f, added p50 %.1f ms",
                    rawFps,
                    full.framesPerSecond(),
                    efficiency(),
                    half.age().p50Ms(),
                    half.age().p99Ms(),
                    half.added().p50Ms());
        }
    }

    /** The one in the middle by efficiency; of an even number the lower one. */
    private Round typical() {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Round::efficiency))
                .skip((rounds.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("raw_fps", Json.rounded(median(Round::rawFps), 1));
        tree.put("service_fps", Json.rounded(median(round -> round.full().framesPerSecond()), 1));
        tree.put("efficiency", Json.rounded(median(Round::efficiency), 3));
        tree.put("half_fps", Json.rounded(median(round -> round.half().posedPerSecond()), 1));
        tree.put("age_ms", percentiles(LatencyReport::age));
        tree.put("added_ms", percentiles(LatencyReport::added));
        tree.put("delivered_ms", percentiles(LatencyReport::delivered));
        tree.put("half_posed_share", median(round -> round.half().posedShare()));
        tree.put("one_camera_fps", Json.rounded(median(Round::oneCameraFps), 1));
        tree.put("limited_by", typical().limit());
        tree.put("cpu_share", Json.rounded(median(round -> round.full().cpu().ownShare()), 3));
        tree.put(
                "cpu_share_of_others",
                Json.rounded(median(round -> round.full().cpu().otherShare()), 3));
        tree.put("models_busy", Json.rounded(median(round -> round.full().modelsBusy()), 2));
        tree.put("raw_callers", callers);
        tree.put("cameras", Bench.CAMERAS);
        tree.put("frames", frames);
        tree.put("pictures", pictures);
        tree.put("rounds", rounds.stream().map(Round::tree).toList());
        return Json.line(tree);
    }

    private Map<String, Object> percentiles(Function<LatencyReport, AgeHistogram.Percentiles> of) {
        return new AgeHistogram.Percentiles(
                        frames,
                        median(round -> of.apply(round.half()).p50Ms()),
                        median(round -> of.apply(round.half()).p95Ms()),
                        median(round -> of.apply(round.half()).p99Ms()))
                .tree();
    }

    String text() {
        return TextTable.of(
                List.of("", "median of " + rounds.size()),
                List.of(
                        row("bare loop, frames/s (" + callers + " side by side)", Round::rawFps),
                        row("service, frames/s", round -> round.full().framesPerSecond()),
                        List.of("efficiency", String.format(Locale.ROOT, "%.3f", median(Round::efficiency))),
                        row("one camera, frames/s", Round::oneCameraFps),
                        row("at half: frames/s", round -> round.half().posedPerSecond()),
                        row("  age p50, ms", round -> round.half().age().p50Ms()),
                        row("  age p95, ms", round -> round.half().age().p95Ms()),
                        row("  age p99, ms", round -> round.half().age().p99Ms()),
                        row("  added p50, ms", round -> round.half().added().p50Ms()),
                        row("  added p99, ms", round -> round.half().added().p99Ms()),
                        List.of("limited by", typical().limit())));
    }

    private List<String> row(String name, ToDoubleFunction<Round> figure) {
        return List.of(name, String.format(Locale.ROOT, "%.1f", median(figure)));
    }
}
