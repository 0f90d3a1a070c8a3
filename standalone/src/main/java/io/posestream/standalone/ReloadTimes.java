package io.posestream.standalone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** When reloads and faults happened, how long reloads took, and a worker's memory after each. One thread. */
final class ReloadTimes {
    private static final int SETTLING = 20;
    private static final int WINDOW = 100;

    private final List<Reload> reloads = new ArrayList<>();
    private final List<ReloadAges.Span> faults = new ArrayList<>();
    private final List<ReloadCheck.Live> lives = new ArrayList<>();
    private final List<Double> rssMib = new ArrayList<>();
    private long beganMicros;

    /**
     * @param promotion else it is a rollback
     * @param fromPublicationMicros from where its publication began until all workers served it, if it was published
     * @param fromDecisionMicros from where its rollout was written until all workers served it
     * @param span from where a worker began to load to a second after the last one served
     */
    record Reload(
            boolean promotion, OptionalLong fromPublicationMicros, long fromDecisionMicros, ReloadAges.Span span) {}

    /** The 50th and 95th percentile in milliseconds; of few, the next higher one. */
    record Percentiles(int count, double p50Ms, double p95Ms) {
        static Percentiles of(LongStream micros) {
            long[] sorted = micros.sorted().toArray();
            return new Percentiles(sorted.length, at(sorted, .5), at(sorted, .95));
        }

        private static double at(long[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1000.0;
        }
    }

    /**
     * A worker's memory late and early.
     *
     * @param first reload of the early ones, counted from 1
     * @param window reloads of each
     */
    record Rss(int first, int window, double earlyMib, double lateMib) {
        double ratio() {
            return lateMib / earlyMib;
        }
    }

    void begin(long micros) {
        beganMicros = micros;
    }

    void reloaded(Reload reload) {
        reloads.add(reload);
    }

    void fault(ReloadAges.Span span) {
        faults.add(span);
    }

    void live(ReloadCheck.Live live) {
        lives.add(live);
    }

    void rss(double mib) {
        rssMib.add(mib);
    }

    double lastRssMib() {
        return rssMib.isEmpty() ? 0 : rssMib.get(rssMib.size() - 1);
    }

    List<ReloadCheck.Live> lives() {
        return List.copyOf(lives);
    }

    ReloadAges.Compared compared(ReloadAges ages) {
        return ages.compared(beganMicros, reloads.stream().map(Reload::span).toList(), faults);
    }

    Percentiles publications() {
        return Percentiles.of(reloads.stream().flatMapToLong(reload -> reload.fromPublicationMicros.stream()));
    }

    Percentiles promotions() {
        return decisions(true);
    }

    Percentiles rollbacks() {
        return decisions(false);
    }

    private Percentiles decisions(boolean promotion) {
        return Percentiles.of(
                reloads.stream().filter(reload -> reload.promotion == promotion).mapToLong(Reload::fromDecisionMicros));
    }

    /**
     * Medians of the last hundred reloads and of the hundred after the first twenty. Of fewer than 220 a third at most is
     * settling, and the rest is shared.
     */
    Rss rss() {
        int count = rssMib.size();
        int settling = Math.min(SETTLING, count / 3);
        int window = Math.max(1, Math.min(WINDOW, (count - settling) / 2));
        return new Rss(
                settling + 1,
                window,
                median(rssMib.subList(settling, settling + window)),
                median(rssMib.subList(count - window, count)));
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
