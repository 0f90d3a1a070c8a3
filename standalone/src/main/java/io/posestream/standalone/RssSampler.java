package io.posestream.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads the resident memory of processes once a second, from {@code /proc}. A sample is 32 bytes. */
final class RssSampler implements AutoCloseable {
    private static final String FIELD = "VmRSS:";

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rss");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<ServiceProcess, List<RssTrend.Sample>> samples = new LinkedHashMap<>();

    RssSampler(List<ServiceProcess> processes) {
        processes.forEach(process -> samples.put(process, new ArrayList<>()));
        var unused = clock.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void sample() {
        long now = EpochMicros.now();
        samples.forEach((process, series) -> {
            if (process.isAlive()) {
                mib(process.pid()).ifPresent(mib -> series.add(new RssTrend.Sample(now, process.life(), mib)));
            }
        });
    }

    synchronized List<RssTrend> trends() {
        List<RssTrend> trends = new ArrayList<>();
        samples.forEach((process, series) -> trends.add(RssTrend.of(process.name(), series)));
        return trends;
    }

    /** The highest of a process between two times, in MiB; 0 if there was no sample. */
    synchronized double maxMib(ServiceProcess process, long fromMicros, long toMicros) {
        return samples.get(process).stream()
                .filter(sample -> sample.epochMicros() >= fromMicros && sample.epochMicros() <= toMicros)
                .mapToDouble(RssTrend.Sample::mib)
                .max()
                .orElse(0);
    }

    /** Empty if the process has gone. */
    static OptionalDouble mib(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(FIELD))
                    .mapToDouble(line -> kib(line) / 1024.0)
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** {@code VmRSS:   123456 kB}. */
    private static long kib(String line) {
        return Long.parseLong(line.substring(FIELD.length(), line.length() - 2).strip());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
