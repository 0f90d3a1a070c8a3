package io.posestream.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happened since the last line of progress. One thread owns it. */
final class Pace {
    private final List<String> names;
    private final int batch;
    private int steps;
    private double seconds;
    private double secondsWaited;
    private double total;
    private final double[] parts;

    /** @param names of the losses' parts */
    Pace(List<String> names, int batch) {
        this.names = List.copyOf(names);
        this.batch = batch;
        this.parts = new double[names.size()];
    }

    void add(StepLosses losses, double stepSeconds, double waitedSeconds) {
        steps++;
        seconds += stepSeconds;
        secondsWaited += waitedSeconds;
        total += losses.total();
        for (int p = 0; p < parts.length; p++) {
            parts[p] += losses.parts().get(p);
        }
    }

    int steps() {
        return steps;
    }

    double seconds() {
        return seconds;
    }

    double imagesPerSecond() {
        return seconds > 0 ? batch * steps / seconds : 0;
    }

    /** Means of each part of the loss, by name. */
    List<Named> losses() {
        int n = Math.max(1, steps);
        List<Named> named = new ArrayList<>();
        named.add(new Named("total", total / n));
        for (int p = 0; p < parts.length; p++) {
            named.add(new Named(names.get(p), parts[p] / n));
        }
        return named;
    }

    record Named(String name, double value) {}

    /** @param progress share of the run; {@code secondsLeft} of it */
    String line(long step, double progress, double rate, double secondsLeft) {
        String losses = losses().stream()
                .map(loss -> String.format(Locale.ROOT, "%s %.4f", loss.name(), loss.value()))
                .collect(Collectors.joining("  "));
        return String.format(
                Locale.ROOT,
                "step %d (%.1f%%)  %s  rate %.3g  %.1f images/s  waiting %.0f%%  %s to go",
                step,
                100 * Math.min(1, progress),
                losses,
                rate,
                imagesPerSecond(),
                seconds > 0 ? 100 * secondsWaited / seconds : 0,
                time(secondsLeft));
    }

    private static String time(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60)
                : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
}
