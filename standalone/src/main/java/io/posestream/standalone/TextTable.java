package io.posestream.standalone;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a header: the first column to the left, the others to the right. */
final class TextTable {
    private TextTable() {}

    static String of(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = all.stream()
                        .mapToInt(cells -> cells.get(at).length())
                        .max()
                        .orElse(0);
                String padding = " ".repeat(width - row.get(column).length());
                line.append(column == 0 ? "" : "  ");
                line.append(column == 0 ? row.get(column) + padding : padding + row.get(column));
            }
            lines.add(line.toString());
        }
        return String.join(System.lineSeparator(), lines);
    }
}
