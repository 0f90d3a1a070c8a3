package io.posestream.inference;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * How busy the partitions of {@code frames} are that this worker has: one frame is in work at a time, so a partition
 * near 1 yields no more. Any thread.
 */
final class PartitionLoad extends Collector {
    /** Over which a ratio is taken, or longer where neither a frame nor a scrape came. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static final List<String> LABELS = List.of("partition");

    private final Map<Integer, Partition> partitions = new ConcurrentSkipListMap<>();
    private final LongSupplier nanoTime;

    PartitionLoad(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The worker was given a partition; its metrics last until {@link Partition#close}. */
    Partition open(int number) {
        Partition partition = new Partition(number);
        partitions.put(number, partition);
        return partition;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily seconds = new CounterMetricFamily(
                "posestream_partition_busy_seconds",
                "Time in which a frame of the partition was in work, not waiting for models.",
                LABELS);
        GaugeMetricFamily ratio = new GaugeMetricFamily(
                "posestream_partition_busy_ratio", "Share of the last 10 s with a frame in work.", LABELS);
        partitions.forEach((number, partition) -> {
            List<String> label = List.of(number.toString());
            seconds.addMetric(label, partition.busySeconds());
            ratio.addMetric(label, partition.ratio());
        });
        return List.of(seconds, ratio);
    }

    /** One partition while it is here. Its stream thread adds, any thread reads. */
    final class Partition implements AutoCloseable {
        private final int number;
        private long busyNanos;
        private long windowStartNanos = nanoTime.getAsLong();
        private long windowBusyNanos;
        private double lastRatio;

        private Partition(int number) {
            this.number = number;
        }

        /** A frame of it left after so long. */
        synchronized void worked(long nanos) {
            busyNanos += nanos;
            windowBusyNanos += nanos;
            endWindow();
        }

        private synchronized double busySeconds() {
            return busyNanos / 1e9;
        }

        /** 0 in the first window. */
        private synchronized double ratio() {
            endWindow();
            return lastRatio;
        }

        private void endWindow() {
            long now = nanoTime.getAsLong();
            long lengthNanos = now - windowStartNanos;
            if (lengthNanos >= WINDOW.toNanos()) {
                lastRatio = Math.min(1, (double) windowBusyNanos / lengthNanos);
                windowStartNanos = now;
                windowBusyNanos = 0;
            }
        }

        @Override
        public void close() {
            partitions.remove(number, this);
        }
    }
}
