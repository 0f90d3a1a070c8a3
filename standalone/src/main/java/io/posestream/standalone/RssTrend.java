package io.posestream.standalone;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How the resident memory of a process went, in MiB, since two minutes after its last start.
 *
 * @param maxMib of all its lives
 * @param percentPerTenMinutes of {@code startMib}; empty if it was watched for less than {@link #LEAST_WATCHED}
 */
record RssTrend(String process, double startMib, double endMib, double maxMib, OptionalDouble percentPerTenMinutes) {
    static final Duration WARM_UP = Duration.ofMinutes(2);
    static final Duration LEAST_WATCHED = Duration.ofMinutes(2);

    private static final double TEN_MINUTES_IN_SECONDS = 600;

    /** @param life counts the starts of the process */
    record Sample(long epochMicros, int life, double mib) {}

    /** @param samples in the order of time */
    static RssTrend of(String process, List<Sample> samples) {
        if (samples.isEmpty()) {
            return new RssTrend(process, 0, 0, 0, OptionalDouble.empty());
        }
        double max = samples.stream().mapToDouble(Sample::mib).max().orElse(0);
        Sample last = samples.get(samples.size() - 1);
        List<Sample> life =
                samples.stream().filter(sample -> sample.life == last.life).toList();
        long warm = life.get(0).epochMicros + WARM_UP.toNanos() / 1000;
        List<Sample> judged =
                life.stream().filter(sample -> sample.epochMicros >= warm).toList();
        if (judged.isEmpty()) {
            return new RssTrend(process, life.get(0).mib, last.mib, max, OptionalDouble.empty());
        }
        double start = judged.get(0).mib;
        long watched = last.epochMicros - judged.get(0).epochMicros;
        if (watched < LEAST_WATCHED.toNanos() / 1000) {
            return new RssTrend(process, start, last.mib, max, OptionalDouble.empty());
        }
        double mibPerSecond = Slope.of(
                judged.stream().mapToDouble(sample -> sample.epochMicros / 1e6).toArray(),
                judged.stream().mapToDouble(Sample::mib).toArray());
        return new RssTrend(
                process, start, last.mib, max, OptionalDouble.of(100 * mibPerSecond * TEN_MINUTES_IN_SECONDS / start));
    }
}
