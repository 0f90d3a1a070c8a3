package io.posestream.standalone;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A {@link CurveReport} as a picture: ages above, posed shares below, over the number of cameras. */
final class CurveSvg {
    private static final int WIDTH = 720;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 130;
    private static final Panel AGES = new Panel(40, 260);
    private static final Panel SHARES = new Panel(320, 440);
    private static final int HEIGHT = 490;
    private static final int STEPS = 4;

    private record Panel(int top, int bottom) {
        double y(double value, double highest) {
            return bottom - value / highest * (bottom - top);
        }
    }

    private final CurveReport report;
    private final double highestAge;
    private final StringBuilder svg = new StringBuilder();

    private CurveSvg(CurveReport report) {
        this.report = report;
        double highest = report.points().stream()
                .mapToDouble(point -> point.measured().age().p99Ms())
                .max()
                .orElse(0);
        this.highestAge = Math.max(100, 100 * Math.ceil(highest / 100));
    }

    static String of(CurveReport report) {
        return new CurveSvg(report).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(
                "<text x=\"%d\" y=\"22\" font-size=\"14\">Cameras of %.0f frames/s each; the service poses %.0f frames/s</text>",
                LEFT, report.framesPerSecond(), report.capacity());
        grid(AGES, highestAge, "ms");
        grid(SHARES, 100, "%");
        line(
                AGES,
                highestAge,
                "#1b7837",
                "age p50",
                point -> point.measured().age().p50Ms());
        line(
                AGES,
                highestAge,
                "#e08214",
                "age p95",
                point -> point.measured().age().p95Ms());
        line(
                AGES,
                highestAge,
                "#b2182b",
                "age p99",
                point -> point.measured().age().p99Ms());
        line(SHARES, 100, "#2166ac", "posed", point -> 100 * point.measured().posedShare());
        line(SHARES, 100, "#999999", "predicted", point -> 100 * point.predictedShare());
        for (CurveReport.Point point : report.points()) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    x(point), SHARES.bottom + 18, point.cameras());
        }
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">cameras</text>", (LEFT + RIGHT) / 2, HEIGHT - 10);
        add("</svg>");
        return svg.toString();
    }

    private void grid(Panel panel, double highest, String unit) {
        for (int step = 0; step <= STEPS; step++) {
            double value = highest * step / STEPS;
            double y = panel.y(value, highest);
            add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, y, RIGHT, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f %s</text>", LEFT - 6, y + 4, value, unit);
        }
    }

    private void line(
            Panel panel, double highest, String colour, String name, ToDoubleFunction<CurveReport.Point> figure) {
        StringBuilder path = new StringBuilder();
        List<CurveReport.Point> points = report.points();
        for (CurveReport.Point point : points) {
            double y = panel.y(figure.applyAsDouble(point), highest);
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point), y));
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(point), y, colour);
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                path.toString().strip(), colour);
        double last = panel.y(figure.applyAsDouble(points.get(points.size() - 1)), highest);
        add("<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>", RIGHT + 10, last + 4, colour, name);
    }

    private double x(CurveReport.Point point) {
        int most = report.points().stream()
                .mapToInt(CurveReport.Point::cameras)
                .max()
                .orElse(1);
        return LEFT + (double) point.cameras() / most * (RIGHT - LEFT);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
