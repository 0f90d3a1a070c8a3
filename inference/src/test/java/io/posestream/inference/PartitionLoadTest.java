package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.client.CollectorRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PartitionLoadTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final CollectorRegistry registry = new CollectorRegistry();
    private final PartitionLoad load = new PartitionLoad(nanos::get).register(registry);

    @Test
    void isTheShareOfTheTimeWithAFrameInWork() {
        PartitionLoad.Partition partition = load.open(3);
        for (int second = 0; second < 10; second++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            partition.worked(TimeUnit.MILLISECONDS.toNanos(250));
        }

        assertThat(sample("busy_seconds_total", 3)).isCloseTo(2.5, within(1e-9));
        assertThat(sample("busy_ratio", 3)).isCloseTo(.25, within(1e-9));
    }

    @Test
    void fallsWhereNoFrameComes() {
        PartitionLoad.Partition partition = load.open(3);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        partition.worked(TimeUnit.SECONDS.toNanos(10));
        assertThat(sample("busy_ratio", 3)).isEqualTo(1);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        assertThat(sample("busy_ratio", 3)).isZero();
        assertThat(sample("busy_seconds_total", 3)).isEqualTo(10);
    }

    @Test
    void aFrameLongerThanTheWindowIsNoMoreThanAllOfIt() {
        PartitionLoad.Partition partition = load.open(3);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
        assertThat(sample("busy_ratio", 3)).isZero();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
        partition.worked(TimeUnit.SECONDS.toNanos(22));

        assertThat(sample("busy_ratio", 3)).isEqualTo(1);
    }

    @Test
    void aPartitionThatCameBackOnAnotherThreadStays() {
        PartitionLoad.Partition before = load.open(3);
        load.open(4);
        load.open(3);
        before.close();

        assertThat(sample("busy_ratio", 3)).isZero();
        assertThat(sample("busy_ratio", 4)).isZero();
    }

    private Double sample(String metric, int partition) {
        return registry.getSampleValue(
                "posestream_partition_" + metric, new String[] {"partition"}, new String[] {Integer.toString(partition)
                });
    }
}
