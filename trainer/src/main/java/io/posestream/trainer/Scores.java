package io.posestream.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a run's validations as CSV: step, figure, value. A figure's name is that of its set and its own. A step
 * stands there once, as it was judged last.
 */
final class Scores {
    private static final String HEADER = "step,figure,value";

    private Scores() {}

    private record Row(String step, String figure, String value) {
        String line() {
            return step + "," + figure + "," + value;
        }
    }

    /** Puts those of a step behind all others, in place of those that the step had. */
    static void put(Path file, long step, Map<String, Double> figures) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows(file).stream()
                .filter(row -> !row.step.equals(Long.toString(step)))
                .map(Row::line)
                .forEach(lines::add);
        figures.forEach((name, value) -> lines.add(new Row(Long.toString(step), name, value.toString()).line()));
        RunFiles.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the step was judged. */
    static boolean has(Path file, long step) {
        return rows(file).stream().anyMatch(row -> row.step.equals(Long.toString(step)));
    }

    /** The figures of a step; none if it was not judged. */
    static Map<String, Double> of(Path file, long step) {
        Map<String, Double> figures = new LinkedHashMap<>();
        try {
            for (Row row : rows(file)) {
                if (row.step.equals(Long.toString(step))) {
                    figures.put(row.figure, Double.parseDouble(row.value));
                }
            }
            return figures;
        } catch (NumberFormatException e) {
            throw new TrainingException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Row> rows(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Row> rows = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                List<String> cells = List.of(line.split(",", -1));
                if (cells.size() == 3 && !line.equals(HEADER)) {
                    rows.add(new Row(cells.get(0), cells.get(1), cells.get(2)));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be read: " + FileTrouble.words(e), e);
        }
    }

    static String line(long step, Map<String, Double> figures) {
        StringBuilder line = new StringBuilder("step " + step + " judged:");
        figures.forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4g", name, value)));
        return line.toString();
    }
}
