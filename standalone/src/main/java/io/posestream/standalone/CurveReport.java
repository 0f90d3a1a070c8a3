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
        /** Little's law: frames on their way = frames/s × the time that each takes, posed or expired. */
        double predictedInFlight() {
            return measured.fatedPerSecond() * measured.meanFatedMs() / 1000;
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
                + "capacity %.1f frames/s; predicted %% = capacity ÷ offered; by Little = fates/s × mean time to them"
                        .formatted(capacity);
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("camera_fps", framesPerSecond);
        tree.put("capacity_fps", Json.rounded(capacity, 1));
        List<Object> rows = new ArrayList<>();
        for (Point point : points) {
            Map<String, Object> row = new LinkedHashMap<>();
            LatencyReport at = point.measured;
            row.put("cameras", point.cameras);
            row.put("offered_fps", Json.rounded(point.offered, 1));
            row.put("posed_fps", Json.rounded(at.posedPerSecond(), 1));
            row.put("posed_share", Json.rounded(at.posedShare(), 3));
            row.put("predicted_share", Json.rounded(point.predictedShare, 3));
            row.put("age_ms", at.age().tree());
            row.put("in_flight", Json.rounded(at.meanInFlight(), 1));
            row.put("in_flight_by_little", Json.rounded(point.predictedInFlight(), 1));
            rows.add(row);
        }
        tree.put("points", rows);
        return Json.line(tree);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
