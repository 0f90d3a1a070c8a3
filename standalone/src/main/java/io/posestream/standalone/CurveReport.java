package io.posestream.standalone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cameras against age and posed share, beside what Little's law says.
 *
 * @param framesPerSecond of each camera
 * @param capacity frames/s that the service can pose
 */
record CurveReport(double framesPerSecond, double capacity, List<Point> points) {
    CurveReport {
        points = List.copyOf(points);
    }

    /**
     * @param offered frames/s of all cameras
     * @param predictedShare of the frames that can be posed: capacity ÷ offered, at most 1
     */
    record Point(int cameras, double offered, double predictedShare, LatencyReport measured) {
        /** Little's law: frames on their way = frames/s × the time that each takes. */
        double predictedInFlight() {
            return measured.posedPerSecond() * measured.meanDeliveredMs() / 1000;
        }
    }

    String text() {
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            LatencyReport at = point.measured;
            rows.add(List.of(
                    Integer.toString(point.cameras),
                    number(point.offered),
                    number(at.posedPerSecond()),
                    number(100 * at.posedShare()),
                    number(100 * point.predictedShare),
                    number(at.age().p50Ms()),
                    number(at.age().p95Ms()),
                    number(at.age().p99Ms()),
                    number(at.meanInFlight()),
                    number(point.predictedInFlight())));
        }
        return TextTable.of(
                        List.of(
                                "cameras",
                                "offered/s",
                                "posed/s",
                                "posed %",
                                "predicted %",
                                "p50 ms",
                                "p95 ms",
                                "p99 ms",
                                "in flight",
                                "by Little"),
                        rows)
                + System.lineSeparator()
                + "capacity %.1f frames/s; predicted %% = capacity ÷ offered; by Little = posed/s × mean time"
                        .formatted(capacity);
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("camera_fps", framesPerSecond);
        tree.put("capacity_fps", rounded(capacity));
        List<Object> rows = new ArrayList<>();
        for (Point point : points) {
            Map<String, Object> row = new LinkedHashMap<>();
            LatencyReport at = point.measured;
            row.put("cameras", point.cameras);
            row.put("offered_fps", rounded(point.offered));
            row.put("posed_fps", rounded(at.posedPerSecond()));
            row.put("posed_share", Math.round(1000 * at.posedShare()) / 1000.0);
            row.put("predicted_share", Math.round(1000 * point.predictedShare) / 1000.0);
            row.put(
                    "age_ms",
                    Map.of(
                            "p50", rounded(at.age().p50Ms()),
                            "p95", rounded(at.age().p95Ms()),
                            "p99", rounded(at.age().p99Ms())));
            row.put("in_flight", rounded(at.meanInFlight()));
            row.put("in_flight_by_little", rounded(point.predictedInFlight()));
            rows.add(row);
        }
        tree.put("points", rows);
        return Json.line(tree);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
