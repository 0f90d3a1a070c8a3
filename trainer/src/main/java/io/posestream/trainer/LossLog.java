package io.posestream.trainer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every step's losses as CSV. A run that goes on from a checkpoint takes back the rows that came after it. */
final class LossLog implements AutoCloseable {
    private final Path file;
    private final String header;
    private BufferedWriter writer;

    /**
     * @param parts names of the losses', in their order
     * @param step the next to be written; later rows are dropped
     */
    LossLog(Path file, List<String> parts, long step) {
        this.file = file;
        List<String> columns = new ArrayList<>(List.of("step", "rate", "total"));
        columns.addAll(parts);
        columns.add("gradient_norm");
        this.header = String.join(",", columns);
        this.writer = from(step);
    }

    /** Keeps the rows before the step. */
    private BufferedWriter from(long step) {
        try {
            List<String> kept = Files.exists(file) ? rowsBefore(file, step) : List.of();
            List<String> lines = new ArrayList<>(List.of(header));
            lines.addAll(kept);
            RunFiles.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            return Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static List<String> rowsBefore(Path file, long step) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1)
                    .filter(line -> line.matches("\\d+,.*") && stepOf(line) < step)
                    .toList();
        }
    }

    private static long stepOf(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(',')));
    }

    /** Takes back the rows from the step on, which is taken again. */
    void backTo(long step) {
        close();
        writer = from(step);
    }

    void add(long step, double rate, StepLosses losses) {
        StringBuilder row = new StringBuilder().append(step);
        append(row, rate);
        append(row, losses.total());
        losses.parts().forEach(loss -> append(row, loss));
        append(row, losses.gradientNorm());
        try {
            writer.append(row).append('\n').flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void append(StringBuilder row, double number) {
        row.append(',').append(String.format(Locale.ROOT, "%.7g", number));
    }

    private TrainingException failed(IOException e) {
        return new TrainingException(file + ": cannot be written: " + FileTrouble.words(e), e);
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
