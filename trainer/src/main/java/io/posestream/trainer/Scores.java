package io.posestream.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run's validations as CSV: step, figure, value. A figure's name is that of its set and its own. */
final class Scores {
    private static final String HEADER = "step,figure,value";

    private Scores() {}

    /** Adds those of a step. */
    static void add(Path file, long step, Map<String, Double> figures) {
        StringBuilder rows = new StringBuilder(Files.exists(file) ? "" : HEADER + "\n");
        figures.forEach((name, value) -> rows.append(step)
                .append(',')
                .append(name)
                .append(',')
                .append(value)
                .append('\n'));
        try {
            Files.write(
                    file,
                    rows.toString().getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new TrainingException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** The figures of the last step that has some; none without a file. */
    static Map<String, Double> last(Path file) {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return figures;
        }
        try {
            String step = "";
            for (String line : Files.readAllLines(file)) {
                List<String> cells = List.of(line.split(",", -1));
                if (cells.size() == 3 && !line.equals(HEADER)) {
                    if (!cells.get(0).equals(step)) {
                        figures.clear();
                        step = cells.get(0);
                    }
                    figures.put(cells.get(1), Double.parseDouble(cells.get(2)));
                }
            }
            return figures;
        } catch (IOException | NumberFormatException e) {
            throw new TrainingException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static String line(long step, Map<String, Double> figures) {
        StringBuilder line = new StringBuilder("step " + step + " judged:");
        figures.forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4g", name, value)));
        return line.toString();
    }
}
