package io.posestream.inference;

import io.posestream.schemas.Fate;
import io.posestream.schemas.Hops;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * What a worker counts. Any thread.
 *
 * <p>Every frame read gets one fate: {@code posestream_frames_read_total} = the sum of
 * {@code posestream_frames_total} over all fates but {@code overrun} + {@code posestream_frames_abandoned_total} + the
 * frames in work, at most one for each stream thread. An abandoned frame is read again, by whoever takes the partition.
 * {@code posestream_frames_overrun_total} counts frames that were gone before they could be read.
 * {@code undecodable} + {@code failed} = {@code posestream_dlq_total} + {@code posestream_dlq_suppressed_total}.
 */
final class InferenceMetrics {
    private static final double[] SECONDS = {
        .001, .002, .005, .01, .02, .03, .05, .075, .1, .15, .2, .3, .5, .75, 1, 2, 5, 10
    };

    private final Counter read;
    private final Counter fates;
    private final Counter abandoned;
    private final Counter overrun;
    private final Counter dlq;
    private final Counter dlqSuppressed;
    private final Counter skew;
    private final Counter persons;
    private final Histogram age;
    private final Histogram hops;
    private final Histogram batchItems;
    private final Histogram batchWait;
    private final Histogram batchRun;
    private final Gauge release;
    private final CollectorRegistry registry;

    InferenceMetrics(CollectorRegistry registry) {
        this.registry = registry;
        this.read = Counter.build("posestream_frames_read", "Frames read from topic frames.")
                .register(registry);
        this.fates = Counter.build("posestream_frames", "Frames by what became of them.")
                .labelNames("fate")
                .register(registry);
        this.abandoned = Counter.build(
                        "posestream_frames_abandoned", "Frames given up in work, without a fate: the worker failed.")
                .register(registry);
        this.overrun = Counter.build("posestream_frames_overrun", "Frames deleted before a worker read them.")
                .register(registry);
        this.dlq = Counter.build("posestream_dlq", "Frames put on frames-dlq.").register(registry);
        this.dlqSuppressed = Counter.build(
                        "posestream_dlq_suppressed", "Frames kept off frames-dlq: more than one a second of a camera.")
                .register(registry);
        this.skew = Counter.build("posestream_clock_skew", "Frames from the future: ingest's clock is ahead of ours.")
                .register(registry);
        this.persons = Counter.build("posestream_persons", "Skeletons emitted.").register(registry);
        this.age = Histogram.build("posestream_age_seconds", "Age of a frame when its skeletons were emitted.")
                .buckets(SECONDS)
                .register(registry);
        this.hops = Histogram.build("posestream_hop_seconds", "Time a frame took for each part of its way.")
                .labelNames("hop")
                .buckets(SECONDS)
                .register(registry);
        this.batchItems = Histogram.build("posestream_batch_frames", "Frames in one run of a model.")
                .labelNames("slot")
                .buckets(1, 2, 4, 8, 16, 32)
                .register(registry);
        this.batchWait = Histogram.build("posestream_batch_wait_seconds", "Longest wait of a frame for its batch.")
                .labelNames("slot")
                .buckets(SECONDS)
                .register(registry);
        this.batchRun = Histogram.build("posestream_batch_run_seconds", "Time a model took for a batch.")
                .labelNames("slot")
                .buckets(SECONDS)
                .register(registry);
        this.release = Gauge.build("posestream_release_info", "The models in use; always 1.")
                .labelNames("slot", "name", "sha256")
                .register(registry);
        for (Fate fate : Fate.values()) {
            fates.labels(label(fate));
        }
    }

    void frameRead(boolean fromTheFuture) {
        read.inc();
        if (fromTheFuture) {
            skew.inc();
        }
    }

    void abandoned() {
        abandoned.inc();
    }

    void emitted(SkeletonFrame frame) {
        if (frame.fate() == Fate.OVERRUN) {
            overrun.inc(frame.lastSourceOffset() - frame.sourceOffset() + 1.0);
            return;
        }
        fates.labels(label(frame.fate())).inc();
        persons.inc(frame.persons().size());
        Hops at = frame.hops();
        if (frame.fate() == Fate.POSED || frame.fate() == Fate.EMPTY) {
            age.observe(at.ageMicros() / 1e6);
            hop("publish", at.receivedMicros(), at.publishedMicros());
            hop("queue", at.publishedMicros(), at.dequeuedMicros());
            hop("decode", at.dequeuedMicros(), at.decodedMicros());
            hop("detect", at.decodedMicros(), at.detectedMicros());
            hop("pose", at.detectedMicros(), at.posedMicros());
        }
    }

    private void hop(String name, long fromMicros, long toMicros) {
        if (fromMicros > 0 && toMicros > 0) {
            hops.labels(name).observe(Math.max(0, toMicros - fromMicros) / 1e6);
        }
    }

    void deadLetter(boolean sent) {
        if (sent) {
            dlq.inc();
        } else {
            dlqSuppressed.inc();
        }
    }

    Batcher.Observer observer(Slot slot) {
        Histogram.Child items = batchItems.labels(slot.id());
        Histogram.Child wait = batchWait.labels(slot.id());
        Histogram.Child run = batchRun.labels(slot.id());
        return (count, longestWaitNanos, runNanos) -> {
            items.observe(count);
            wait.observe(longestWaitNanos / 1e9);
            run.observe(runNanos / 1e9);
        };
    }

    void queues(IntSupplier detecting, IntSupplier posing) {
        Gauge depth = Gauge.build("posestream_batch_queue", "Frames waiting for a model.")
                .labelNames("slot")
                .create();
        depth.setChild(gauge(detecting), Slot.DETECTOR.id());
        depth.setChild(gauge(posing), Slot.POSE.id());
        depth.register(registry);
    }

    private static Gauge.Child gauge(IntSupplier value) {
        return new Gauge.Child() {
            @Override
            public double get() {
                return value.getAsInt();
            }
        };
    }

    void releases(List<ReleaseRef> releases) {
        release.clear();
        releases.forEach(
                r -> release.labels(r.slot().id(), r.name(), r.sha256()).set(1));
    }

    WorkerProgress progress() {
        Histogram.Child.Value ages = age.labels().get();
        double frames = ages.buckets[ages.buckets.length - 1];
        return new WorkerProgress(
                count(Fate.POSED),
                count(Fate.EMPTY),
                count(Fate.EXPIRED),
                count(Fate.UNDECODABLE),
                count(Fate.FAILED),
                frames > 0 ? 1000 * ages.sum / frames : 0);
    }

    private long count(Fate fate) {
        return (long) fates.labels(label(fate)).get();
    }

    private static String label(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }
}
