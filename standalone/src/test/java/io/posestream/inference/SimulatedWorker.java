package io.posestream.inference;

import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Limits;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** One worker process with what it counts; its models and its clock are simulated. */
public final class SimulatedWorker {
    /** Where the group and the log stand: what {@link KafkaSourcePositions} asks the broker. */
    public interface Broker {
        /** What the group committed, or 0. */
        long committed(int partition);

        /** The first offset of {@code frames} that still exists. */
        long earliest(int partition);
    }

    private final CollectorRegistry registry = new CollectorRegistry();
    private final InferenceMetrics metrics = new InferenceMetrics(registry);
    private final JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
    private final SimulatedClock clock;
    private final Broker broker;

    public SimulatedWorker(SimulatedClock clock, Broker broker) {
        this.clock = clock;
        this.broker = broker;
    }

    /** On a thread of its own. */
    public SimulatedTask task(int partition) {
        QueueHeads heads = new QueueHeads();
        SimulatedModels models = new SimulatedModels(clock);
        PoseProcessor processor = new PoseProcessor(decoder, models, new Positions(), heads, metrics, clock);
        return new SimulatedTask(processor, models, heads, clock, partition);
    }

    private final class Positions implements SourcePositions {
        @Override
        public Position of(int partition) {
            return new Position(broker.committed(partition), broker.earliest(partition));
        }

        @Override
        public OptionalLong earliest(int partition) {
            return OptionalLong.of(broker.earliest(partition));
        }
    }

    public long framesRead() {
        return count("posestream_frames_read_total");
    }

    public long frames(Fate fate) {
        String label = fate.name().toLowerCase(Locale.ROOT);
        return count("posestream_frames_total", List.of(label));
    }

    public long framesAbandoned() {
        return count("posestream_frames_abandoned_total");
    }

    public long framesOverrun() {
        return count("posestream_frames_overrun_total");
    }

    public long deadLetters() {
        return count("posestream_dlq_total");
    }

    public long deadLettersSuppressed() {
        return count("posestream_dlq_suppressed_total");
    }

    private long count(String name) {
        return count(name, List.of());
    }

    /** CollectorRegistry.getSampleValue collects all metrics each time. */
    private long count(String name, List<String> labels) {
        for (var family : Collections.list(registry.filteredMetricFamilySamples(Set.of(name)))) {
            for (var sample : family.samples) {
                if (sample.name.equals(name) && sample.labelValues.equals(labels)) {
                    return (long) sample.value;
                }
            }
        }
        throw new IllegalArgumentException("no metric " + name + labels);
    }
}
