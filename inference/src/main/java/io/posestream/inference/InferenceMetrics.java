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
 * What a worker counts. Any thread. Each number is one of records handed to Kafka's producer by this process: exactly
 * once, those of a transaction that was taken back are in it, too.
 *
 * <pre>
 * frames_read = frames (over all fates) + frames_abandoned + frames in work, at most one for each stream thread
 * frames of EXPIRED, UNDECODABLE, FAILED = frames_unposed of that fate (over all reasons)
 * frames of UNDECODABLE + FAILED = dlq + dlq_suppressed
 * frames of POSED + EMPTY = count of age_seconds
 * camera_frames of a fate (over all cameras) ≤ frames of it: what idle cameras had is gone
 * </pre>
 *
 * An abandoned frame is one without a fate because the worker failed, not the frame; it is read again, here or
 * elsewhere. {@code frames_overrun} counts frames that were gone before they could be read. A scrape between two
 * counters may see a frame in one of them only.
 */
final class InferenceMetrics {
    private static final double[] SECONDS = {
        .001, .002, .005, .01, .02, .03, .05, .075, .1, .15, .2, .3, .5, .75, 1, 2, 5, 10
    };

    private final Counter read;
    private final Counter fates;
    private final Counter unposed;
    private final Counter abandoned;
    private final Counter overrun;
    private final Counter dlq;
    private final Counter dlqSuppressed;
    private final Counter skew;
    private final Counter persons;
    private final Counter replaced;
    private final Histogram age;
    private final Histogram hops;
    private final BatchMetrics batches;
    private final CameraMetrics cameras;
    private final PartitionLoad partitions;
    private final Gauge release;
    /** What {@link #release} shows. */
    private List<ReleaseRef> shown = List.of();

    private final CollectorRegistry registry;

    InferenceMetrics(CollectorRegistry registry) {
        this.registry = registry;
        this.read = Counter.build("posestream_frames_read", "Frames read from topic frames.")
                .register(registry);
        this.fates = Counter.build("posestream_frames", "Frames by what became of them.")
                .labelNames("fate")
                .register(registry);
        this.unposed = Counter.build("posestream_frames_unposed", "Frames that were not posed, by the reason.")
                .labelNames("fate", "reason")
                .register(registry);
        this.abandoned = Counter.build(
                        "posestream_frames_abandoned", "Frames left without a fate by a failure of the worker.")
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
        this.replaced = Counter.build(
                        "posestream_stream_threads_replaced", "Stream threads that failed and were replaced.")
                .register(registry);
        this.age = Histogram.build("posestream_age_seconds", "Age of a frame when its skeletons were emitted.")
                .buckets(SECONDS)
                .register(registry);
        this.hops = Histogram.build("posestream_hop_seconds", "Time a frame took for each part of its way.")
                .labelNames("hop")
                .buckets(SECONDS)
                .register(registry);
        this.release = Gauge.build("posestream_release_info", "The models in use; always 1.")
                .labelNames("slot", "name", "sha256")
                .register(registry);
        this.batches = new BatchMetrics(registry, SECONDS);
        this.cameras = new CameraMetrics(registry, System::nanoTime);
        this.partitions = new PartitionLoad(System::nanoTime).register(registry);
        showZeros();
    }

    /** What never happened is 0, not absent. */
    private void showZeros() {
        for (Fate fate : Fate.values()) {
            if (fate != Fate.OVERRUN && fate != Fate.UNSPECIFIED) {
                fates.labels(label(fate));
            }
        }
        for (UnposedReason reason : UnposedReason.values()) {
            unposed.labels(label(reason.fate()), reason.code());
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
        cameras.emitted(frame);
        persons.inc(frame.persons().size());
        Hops at = frame.hops();
        if (frame.fate().isPosedOrEmpty()) {
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

    /** Besides {@link #emitted}. */
    void unposed(UnposedReason reason) {
        unposed.labels(label(reason.fate()), reason.code()).inc();
    }

    void deadLetter(boolean sent) {
        if (sent) {
            dlq.inc();
        } else {
            dlqSuppressed.inc();
        }
    }

    PartitionLoad.Partition partition(int number) {
        return partitions.open(number);
    }

    Batcher.Observer observer(Slot slot) {
        return batches.observer(slot);
    }

    void queues(IntSupplier detecting, IntSupplier posing) {
        batches.queues(detecting, posing);
    }

    void threadReplaced() {
        replaced.inc();
    }

    void streamThreads(int configured, IntSupplier alive) {
        Gauge.build("posestream_stream_threads", "Stream threads there should be.")
                .register(registry)
                .set(configured);
        Gauge running = Gauge.build("posestream_stream_threads_alive", "Stream threads that run, or are about to.")
                .create();
        running.setChild(gauge(alive));
        running.register(registry);
    }

    static Gauge.Child gauge(IntSupplier value) {
        return new Gauge.Child() {
            @Override
            public double get() {
                return value.getAsInt();
            }
        };
    }

    /** A scrape meanwhile may see those before, too, but never none. For one at a time. */
    void releases(List<ReleaseRef> releases) {
        List<ReleaseRef> before = shown;
        shown = List.copyOf(releases);
        shown.forEach(now -> release.labels(labels(now)).set(1));
        before.stream().filter(old -> !shown.contains(old)).forEach(old -> release.remove(labels(old)));
    }

    private static String[] labels(ReleaseRef release) {
        return new String[] {release.slot().id(), release.name(), release.sha256()};
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

    /** The word in metric labels. */
    static String label(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }
}
