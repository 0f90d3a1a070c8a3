package io.posestream.trainer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A run's figures in Prometheus' text form, in a file beside the losses: what node_exporter's textfile collector takes.
 * {@code steps taken = step - skipped}.
 */
final class TrainingMetrics {
    private static final String PREFIX = "posestream_training_";

    private final StringBuilder text = new StringBuilder();

    private TrainingMetrics() {}

    /** @param loop whose last stretch is told */
    static void write(Path file, TrainingLoop loop, double rate) {
        RunState state = loop.state();
        TrainingMetrics metrics = new TrainingMetrics();
        metrics.add("step", "gauge", "Steps behind the run.", (double) state.step());
        metrics.add(
                "skipped_steps",
                "gauge",
                "Steps left out for a gradient that was not finite.",
                state.skipped().size());
        metrics.add("lost_steps", "gauge", "Times that this process went back to a checkpoint.", loop.lostSteps());
        metrics.add("seconds", "gauge", "Time trained.", state.secondsTrained());
        metrics.add("learning_rate", "gauge", "Of the last step.", rate);
        metrics.add(
                "images_per_second",
                "gauge",
                "Of the last stretch.",
                loop.pace().imagesPerSecond());
        metrics.head("loss", "gauge", "Means of the last stretch, before their weights; the total with them.");
        for (Pace.Named loss : loop.pace().losses()) {
            metrics.line("loss{part=\"" + loss.name().replaceAll("[\"\\\\\n]", "_") + "\"}", loss.value());
        }
        RunFiles.write(file, metrics.text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, String type, String help, double value) {
        head(name, type, help);
        line(name, value);
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        text.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    private void line(String name, double value) {
        text.append(PREFIX)
                .append(name)
                .append(' ')
                .append(String.format(Locale.ROOT, "%.6g", value))
                .append('\n');
    }
}
