package io.posestream.trainer.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row of the paper's Table 1: MPII and COCO side by side, all from 0 to 100. */
public final class PaperRow {
    private PaperRow() {}

    /**
     * By column; the average of PCKh and AP only where both are there.
     *
     * @param keypoints that the model gives
     */
    public static Map<String, Double> of(List<Report> reports, Optional<Integer> keypoints) {
        Optional<Report> mpii = first(reports, Benchmark.Kind.MPII);
        Optional<Report> coco = first(reports, Benchmark.Kind.COCO);
        Map<String, Double> row = new LinkedHashMap<>();
        for (String column : List.of("PCKh", "@.1")) {
            mpii.flatMap(report -> report.figure(column)).ifPresent(value -> row.put(column, value));
        }
        for (String column : List.of("AP", "AP .5", "AP .75", "AR", "AR .5", "AR .75")) {
            coco.flatMap(report -> report.figure(column)).ifPresent(value -> row.put(column, percent(value)));
        }
        keypoints.ifPresent(count -> row.put("K", (double) count));
        if (mpii.isPresent() && coco.isPresent()) {
            row.put("Avg", average(row.getOrDefault("PCKh", Double.NaN), row.getOrDefault("AP", Double.NaN)));
        }
        return row;
    }

    /** The paper's "Avg": the arithmetic mean of PCKh and AP, both from 0 to 100. */
    private static double average(double pckh, double ap) {
        return (pckh + ap) / 2;
    }

    private static double percent(double value) {
        return value < 0 ? Double.NaN : 100 * value;
    }

    private static Optional<Report> first(List<Report> reports, Benchmark.Kind kind) {
        return reports.stream()
                .filter(report -> report.benchmark().kind() == kind)
                .findFirst();
    }
}
