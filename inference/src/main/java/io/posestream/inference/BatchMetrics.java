package io.posestream.inference;

import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.function.IntSupplier;

/** What the two models did. Any thread. */
final class BatchMetrics {
    private final CollectorRegistry registry;
    private final Histogram items;
    private final Histogram queueWait;
    private final Histogram batchWait;
    private final Histogram run;

    BatchMetrics(CollectorRegistry registry, double... secondsBuckets) {
        this.registry = registry;
        this.items = Histogram.build("posestream_batch_frames", "Frames in one run of a model.")
                .labelNames("slot")
                .buckets(1, 2, 4, 8, 16, 32)
                .register(registry);
        this.queueWait = Histogram.build("posestream_queue_wait_seconds", "Time a frame waited for a model to take it.")
                .labelNames("slot")
                .buckets(secondsBuckets)
                .register(registry);
        this.batchWait = Histogram.build(
                        "posestream_batch_wait_seconds", "Time a batch waited to fill, from its first frame on.")
                .labelNames("slot")
                .buckets(secondsBuckets)
                .register(registry);
        this.run = Histogram.build("posestream_batch_run_seconds", "Time a model took for a batch.")
                .labelNames("slot")
                .buckets(secondsBuckets)
                .register(registry);
    }

    Batcher.Observer observer(Slot slot) {
        Histogram.Child ofItems = items.labels(slot.id());
        Histogram.Child ofQueueWait = queueWait.labels(slot.id());
        Histogram.Child ofBatchWait = batchWait.labels(slot.id());
        Histogram.Child ofRun = run.labels(slot.id());
        return new Batcher.Observer() {
            @Override
            public void taken(long waitedNanos) {
                ofQueueWait.observe(waitedNanos / 1e9);
            }

            @Override
            public void ran(int count, long fillNanos, long runNanos) {
                ofItems.observe(count);
                ofBatchWait.observe(fillNanos / 1e9);
                ofRun.observe(runNanos / 1e9);
            }
        };
    }

    void queues(IntSupplier detecting, IntSupplier posing) {
        Gauge depth = Gauge.build("posestream_batch_queue", "Frames waiting for a model.")
                .labelNames("slot")
                .create();
        depth.setChild(InferenceMetrics.gauge(detecting), Slot.DETECTOR.id());
        depth.setChild(InferenceMetrics.gauge(posing), Slot.POSE.id());
        depth.register(registry);
    }
}
