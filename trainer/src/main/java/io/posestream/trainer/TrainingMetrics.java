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
    static void write(Path file, TrainingLoop<?> loop, double rate, Supply supply) {
        TrainingMetrics metrics = new TrainingMetrics();
        metrics.add(loop, rate);
        metrics.add(supply);
        RunFiles.write(file, metrics.text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void add(TrainingLoop<?> loop, double rate) {
        RunState state = loop.state();
        add("step", "gauge", "Steps behind the run.", state.step());
        add(
                "skipped_steps",
                "gauge",
                "Steps left out for a gradient that was not finite.",
                state.skipped().size());
        add("lost_steps", "gauge", "Times that this process went back to a checkpoint.", loop.lostSteps());
        add("seconds", "gauge", "Time trained.", state.secondsTrained());
        add("learning_rate", "gauge", "Of the last step.", rate);
        add("images_per_second", "gauge", "Of the last stretch.", loop.pace().imagesPerSecond());
        head("loss", "gauge", "Means of the last stretch, before their weights; the total with them.");
        for (Pace.Named loss : loop.pace().losses()) {
            line("loss{" + label("part", loss.name()) + "}", loss.value());
        }
    }

    private void add(Supply supply) {
        add(
                "refused_samples",
                "gauge",
                "Samples whose image this process could not read, up to a thousand.",
                supply.refused());
        add(
                "replaced_samples_total",
                "counter",
                "Times that this process took another sample instead.",
                supply.replaced());
        if (supply.teachers().isEmpty()) {
            return;
        }
        head("teacher_answers_total", "counter", "Answers of this process, from a teacher's network or its file.");
        for (Supply.Answered teacher : supply.teachers()) {
            String name = label("teacher", teacher.teacher());
            line("teacher_answers_total{" + name + ",from=\"network\"}", teacher.asked());
            line("teacher_answers_total{" + name + ",from=\"file\"}", teacher.recalled());
        }
        head("teacher_answers_unkept_total", "counter", "Those from the network that the full file did not take.");
        for (Supply.Answered teacher : supply.teachers()) {
            line("teacher_answers_unkept_total{" + label("teacher", teacher.teacher()) + "}", teacher.unkept());
        }
    }

    private static String label(String name, String value) {
        return name + "=\"" + value.replaceAll("[\"\\\\\n]", "_") + "\"";
    }

    private void add(String name, String type, String help, double value) {
        head(name, type, help);
        line(name, value);
    }

    private void add(String name, String type, String help, long value) {
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
        line(name, String.format(Locale.ROOT, "%.6g", value));
    }

    private void line(String name, long value) {
        line(name, Long.toString(value));
    }

    private void line(String name, String value) {
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }
}
