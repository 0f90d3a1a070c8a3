package io.posestream.trainer.experiment;

import io.posestream.schemas.Layouts;
import io.posestream.trainer.experiment.Contestant.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The paper's tables of the experiment: means over the seeds, and their standard deviation where there are several. What
 * is nowhere labelled is a dash.
 */
final class PaperTables {
    private static final List<String> TABLE_1 =
            List.of("PCKh", "@.1", "AP", "AP .5", "AP .75", "AR", "AR .5", "AR .75", "K", "Avg");
    private static final List<String> TABLE_2_COCO =
            List.of("AP", "AP .5", "AP .75", "AP (M)", "AP (L)", "AR", "AR .5", "AR .75", "AR (M)", "AR (L)");
    private static final List<String> TABLE_2_MPII =
            List.of("Head", "Sho", "Elb", "Wri", "Hip", "Kne", "Ank", "PCKh", "@.1");
    private static final List<String> WORLDS = List.of("street", "sports");
    private static final List<Kind> UNIFIED = List.of(Kind.UNIFIED, Kind.UNIFIED_PAPER, Kind.UNIFIED_REPORT);
    /** Of what points labelled in a world reach there, in percent. */
    private static final double LEAST_SHARE = 90;

    private static final double PERCENT = 100;
    private static final int TITLE_WIDTH = 32;
    private static final int CELL_WIDTH = 16;

    private final Map<Contestant, Judged> results;
    private final long steps;
    private final StringBuilder text = new StringBuilder();

    PaperTables(Map<Contestant, Judged> results, long steps) {
        this.results = results;
        this.steps = steps;
    }

    String text() {
        long seeds = results.keySet().stream()
                .filter(contestant -> contestant.kind() == Kind.UNIFIED)
                .count();
        text.append("Rendered people, 96 x 128 pixels, ")
                .append(steps)
                .append(" steps of 32 each; mean ± deviation of ")
                .append(seeds)
                .append(" seeds of weights, order and colours on the same crops; boxes as labelled, no flip.\n")
                .append(
                        "Budgets are equal in steps, so students of one set see each person more often; distilled ones had their\n")
                .append(
                        "teachers' training besides, one teacher for each world, whose own spread is not in the deviations.\n");
        tableOne();
        tableTwo();
        truth();
        neverLabelled();
        asked();
        return text.toString();
    }

    private void tableOne() {
        head("Table 1. PCKh on sports, AP on street (* only the 12 points that both label)", TABLE_1);
        for (Kind kind : Kind.values()) {
            row(
                    kind.title(),
                    TABLE_1,
                    name -> values(kind, judged -> judged.all().get(name)));
            row(
                    kind.title() + " *",
                    TABLE_1,
                    name -> values(kind, judged -> judged.shared().get(name)));
        }
    }

    private void tableTwo() {
        head("Table 2. With and without distillation: street", TABLE_2_COCO);
        for (Kind kind : UNIFIED) {
            row(
                    kind.title(),
                    TABLE_2_COCO,
                    name -> values(kind, judged -> percent(judged.coco().get(name))));
        }
        head("Table 2. With and without distillation: sports", TABLE_2_MPII);
        for (Kind kind : UNIFIED) {
            row(
                    kind.title(),
                    TABLE_2_MPII,
                    name -> values(kind, judged -> judged.mpii().get(name)));
        }
    }

    private static Double percent(Double value) {
        return value == null || value < 0 ? Double.valueOf(Double.NaN) : Double.valueOf(PERCENT * value);
    }

    private void truth() {
        for (Kind kind : List.of(Kind.COCO, Kind.MPII, Kind.UNIFIED, Kind.UNIFIED_PAPER, Kind.UNIFIED_REPORT)) {
            head("All 21 points against the truth, PCK of a tenth of the box: " + kind.title(), WORLDS);
            for (String keypoint : Layouts.UNIFIED_21.keypoints()) {
                row(
                        keypoint,
                        WORLDS,
                        world -> values(kind, judged -> world(judged, world).get(keypoint)));
            }
            row("mean", WORLDS, world -> values(kind, judged -> mean(world(judged, world), keypoint -> true)));
        }
    }

    private void neverLabelled() {
        head("Points never labelled in a world, as a share of those labelled there (PCK)", WORLDS);
        for (Kind kind : UNIFIED) {
            row(kind.title() + " %", WORLDS, world -> values(kind, judged -> share(judged, world)));
        }
    }

    private static Double share(Judged judged, String world) {
        List<String> labelled = (world.equals("street") ? Layouts.COCO_17 : Layouts.MPII_16).keypoints();
        return PERCENT
                * mean(world(judged, world), keypoint -> !labelled.contains(keypoint))
                / mean(world(judged, world), labelled::contains);
    }

    private static Map<String, Double> world(Judged judged, String world) {
        return world.equals("street") ? judged.street() : judged.sports();
    }

    private static double mean(Map<String, Double> byKeypoint, Predicate<String> chosen) {
        return byKeypoint.entrySet().stream()
                .filter(entry -> chosen.test(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The average of all points is the paper's comparison: one that a net cannot give counts as wrong, which a net of one
     * data set can only lose. The points that both label are where that plays no part.
     */
    private void asked() {
        text.append("\nAsked: does a unified student beat both others on the average over both sets?\n");
        compared(Judged::all);
        text.append("The same on the 12 points that both label:\n");
        compared(Judged::shared);
        for (String world : WORLDS) {
            text.append("\nAsked: do points never labelled reach 90 % of those labelled, ")
                    .append(world)
                    .append("?\n");
            for (Kind kind : UNIFIED) {
                double share = average(kind, judged -> share(judged, world));
                answer(kind, share, LEAST_SHARE, share >= LEAST_SHARE);
            }
        }
    }

    private void compared(Function<Judged, Map<String, Double>> row) {
        double best = Math.max(
                average(Kind.COCO, judged -> row.apply(judged).get("Avg")),
                average(Kind.MPII, judged -> row.apply(judged).get("Avg")));
        for (Kind kind : UNIFIED) {
            double average = average(kind, judged -> row.apply(judged).get("Avg"));
            answer(kind, average, best, average > best);
        }
    }

    private void answer(Kind kind, double value, double against, boolean yes) {
        String answer = Double.isNaN(value) || Double.isNaN(against) ? "cannot be told" : yes ? "yes" : "no";
        text.append("  %s: %s against %s: %s\n".formatted(kind.title(), number(value), number(against), answer));
    }

    /** Figures by name, in one line. */
    static String line(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + " " + number(figure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private double average(Kind kind, Function<Judged, Double> figure) {
        return values(kind, figure).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    private List<Double> values(Kind kind, Function<Judged, Double> figure) {
        List<Double> values = new ArrayList<>();
        results.forEach((contestant, judged) -> {
            Double value = contestant.kind() == kind ? figure.apply(judged) : null;
            if (value != null && !Double.isNaN(value)) {
                values.add(value);
            }
        });
        return values;
    }

    private void head(String title, List<String> columns) {
        text.append('\n').append(title).append('\n').append(" ".repeat(TITLE_WIDTH));
        columns.forEach(column -> text.append(String.format(Locale.ROOT, "%" + CELL_WIDTH + "s", column)));
        text.append('\n');
    }

    private void row(String title, List<String> columns, Function<String, List<Double>> values) {
        text.append(String.format(Locale.ROOT, "%-" + TITLE_WIDTH + "s", title));
        columns.forEach(
                column -> text.append(String.format(Locale.ROOT, "%" + CELL_WIDTH + "s", cell(values.apply(column)))));
        text.append('\n');
    }

    private static String cell(List<Double> values) {
        if (values.isEmpty()) {
            return "-";
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        if (values.size() == 1) {
            return String.format(Locale.ROOT, "%.2f", mean);
        }
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return String.format(Locale.ROOT, "%.2f ± %.2f", mean, Math.sqrt(squares / (values.size() - 1)));
    }
}
