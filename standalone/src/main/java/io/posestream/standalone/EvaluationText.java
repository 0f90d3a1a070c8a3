package io.posestream.standalone;

import io.posestream.schemas.Slot;
import io.posestream.trainer.metrics.BoxEvaluation;
import io.posestream.trainer.metrics.PaperRow;
import io.posestream.trainer.metrics.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An evaluation as tables for people, all from 0 to 100, and as JSON. */
final class EvaluationText {
    private final List<Report> reports;
    private final Optional<Integer> keypoints;

    /** @param keypoints that the model gives */
    EvaluationText(List<Report> reports, Optional<Integer> keypoints) {
        this.reports = reports;
        this.keypoints = keypoints;
    }

    String tables() {
        StringBuilder text = new StringBuilder();
        for (Report report : reports) {
            append(text, report);
        }
        if (hasPaperRow()) {
            Map<String, Double> row = paperRow();
            List<String> header = new ArrayList<>(List.of("in the paper's table"));
            List<String> cells = new ArrayList<>(List.of(""));
            row.forEach((column, value) -> {
                header.add(column);
                cells.add(column.equals("K") ? Integer.toString(value.intValue()) : hundredths(value));
            });
            text.append(TextTable.of(header, List.of(cells))).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Report report) {
        List<String> header = new ArrayList<>(List.of(report.benchmark().name()));
        header.addAll(report.rows().get(0).figures().keySet());
        List<List<String>> rows = new ArrayList<>();
        for (Report.Row row : report.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            row.figures().forEach((name, value) -> cells.add(hundredths(percent(report, name, value))));
            rows.add(cells);
        }
        String end = System.lineSeparator();
        text.append(TextTable.of(header, rows)).append(end);
        Map<String, Double> percents = report.rows().get(0).keypoints();
        if (!percents.isEmpty()) {
            StringBuilder line = new StringBuilder("by keypoint:");
            percents.forEach((name, value) -> line.append(line.length() > 12 ? ", " : " ")
                    .append(name)
                    .append(' ')
                    .append(tenths(value)));
            text.append(line).append(end);
        }
        text.append(report.persons()).append(" persons judged, ").append(report.found());
        text.append(" found, on ").append(report.layout()).append(end);
        Stream.concat(report.notes().stream(), report.unreadLines().stream())
                .forEach(note -> text.append("note: ").append(note).append(end));
        text.append(end);
    }

    String json(Optional<Path> model) {
        Map<String, Object> tree = new LinkedHashMap<>();
        model.ifPresent(file -> tree.put("model", file.toString()));
        tree.put("data", reports.stream().map(EvaluationText::tree).toList());
        if (hasPaperRow()) {
            tree.put("paper", defined(paperRow()));
        }
        return Json.line(tree);
    }

    private static Map<String, Object> tree(Report report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", report.benchmark().kind().id());
        tree.put("annotations", report.benchmark().annotations().toString());
        tree.put("layout", report.layout());
        tree.put("persons", report.persons());
        tree.put("found", report.found());
        List<Object> rows = new ArrayList<>();
        for (Report.Row row : report.rows()) {
            Map<String, Object> cells = new LinkedHashMap<>();
            if (!row.name().isEmpty()) {
                cells.put("name", row.name());
            }
            cells.put("figures", defined(row.figures()));
            if (!row.keypoints().isEmpty()) {
                cells.put("keypoints", defined(row.keypoints()));
            }
            rows.add(cells);
        }
        tree.put("rows", rows);
        tree.put("labelled", report.labelled());
        tree.put("notes", report.notes());
        tree.put("unread_images", report.unread().total());
        return tree;
    }

    /** Of several data sets, and of poses. */
    private boolean hasPaperRow() {
        return reports.size() > 1
                && reports.stream().allMatch(report -> report.benchmark().kind().slot() == Slot.POSE);
    }

    private Map<String, Double> paperRow() {
        return PaperRow.of(reports, keypoints);
    }

    /** JSON has no NaN: what is not defined is left out. */
    private static Map<String, Double> defined(Map<String, Double> figures) {
        Map<String, Double> kept = new LinkedHashMap<>();
        figures.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private static double percent(Report report, String figure, double value) {
        boolean share = switch (report.benchmark().kind()) {
            case COCO, HALPE -> true;
            case MPII, LSP, PCK -> false;
            case BOXES -> !figure.equals(BoxEvaluation.FALSE_BOXES);
        };
        return share ? (value < 0 ? Double.NaN : 100 * value) : value;
    }

    private static String hundredths(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
    }

    private static String tenths(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "-";
    }
}
