package io.posestream.inference;

import io.posestream.schemas.Topics;
import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The real {@link PoseProcessor} of one partition, driven as a Kafka Streams task drives it: records wait in a queue,
 * of which the head's offset is what a commit names.
 */
public final class SimulatedTask {
    /**
     * A record on its way to {@code skeletons} or {@code frames-dlq}.
     *
     * @param partition of {@code skeletons}
     */
    public record Output(boolean deadLetter, int partition, byte[] key, byte[] value, long micros) {}

    private final PoseProcessor processor;
    private final SimulatedModels models;
    private final TimestampExtractor timestamps;
    private final SimulatedClock clock;
    private final int partition;
    private final Deque<ConsumerRecord<byte[], byte[]>> queue = new ArrayDeque<>();
    private final IdentityHashMap<CapturedPunctuator, Long> waitedMillis = new IdentityHashMap<>();
    private MockProcessorContext<byte[], byte[]> context;
    private long fetched;
    private long lastOffset;
    private boolean consumed;

    SimulatedTask(
            PoseProcessor processor,
            SimulatedModels models,
            TimestampExtractor timestamps,
            SimulatedClock clock,
            int partition) {
        this.processor = processor;
        this.models = models;
        this.timestamps = timestamps;
        this.clock = clock;
        this.partition = partition;
    }

    /** Starts it, or starts it anew after a failure: Streams keeps the processor then, and drops the queue. */
    public void init() {
        queue.clear();
        waitedMillis.clear();
        consumed = false;
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "simulated");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        context = new MockProcessorContext<>(settings, new TaskId(0, partition), new File("."));
        processor.init(context);
    }

    public void queue(ConsumerRecord<byte[], byte[]> record) {
        queue.add(record);
        if (queue.size() == 1) {
            showHead();
        }
        fetched = record.offset() + 1;
    }

    public boolean idle() {
        return queue.isEmpty();
    }

    private void showHead() {
        ConsumerRecord<byte[], byte[]> head = queue.getFirst();
        timestamps.extract(
                new ConsumerRecord<>(head.topic(), head.partition(), head.offset(), head.key(), head.value()), -1);
    }

    /** The offset that a commit would name; empty before the first frame. */
    public OptionalLong committable() {
        if (!consumed) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(queue.isEmpty() ? fetched : queue.getFirst().offset());
    }

    /** Works on the head of the queue, and says where it stood. */
    public long process() {
        ConsumerRecord<byte[], byte[]> head = queue.removeFirst();
        if (!queue.isEmpty()) {
            showHead();
        }
        lastOffset = head.offset();
        context.setRecordMetadata(head.topic(), partition, head.offset());
        processor.process(new Record<>(head.key(), head.value(), head.timestamp(), head.headers()));
        consumed = true;
        return lastOffset;
    }

    /** Of the frame that it worked on last. */
    public long lastOffset() {
        return lastOffset;
    }

    /** Works on the head of the queue with models that do not answer; returns whether it needed them. */
    public boolean stall() {
        models.stall(true);
        try {
            process();
            return false;
        } catch (StalledException e) {
            return true;
        } finally {
            models.stall(false);
        }
    }

    public void passMillis(long millis) {
        for (CapturedPunctuator punctuator : List.copyOf(context.scheduledPunctuators())) {
            long waited = waitedMillis.merge(punctuator, millis, Long::sum);
            if (!punctuator.cancelled() && waited >= punctuator.getInterval().toMillis()) {
                waitedMillis.put(punctuator, 0L);
                punctuator.getPunctuator().punctuate(clock.micros() / 1000);
            }
        }
    }

    /** What it has emitted since the last call, in order. */
    public List<Output> takeOutput() {
        List<Output> output = new ArrayList<>();
        for (var forwarded : context.forwarded()) {
            Record<? extends byte[], ? extends byte[]> record = forwarded.record();
            boolean letter = PoseTopology.DLQ_SINK.equals(forwarded.childName().orElseThrow());
            output.add(
                    new Output(letter, letter ? -1 : placement(record), record.key(), record.value(), clock.micros()));
        }
        context.resetForwards();
        return output;
    }

    private int placement(Record<? extends byte[], ? extends byte[]> skeleton) {
        Set<Integer> partitions = PoseTopology.placement(
                        Topics.SKELETONS, skeleton.key(), skeleton.value(), Integer.MAX_VALUE)
                .orElseThrow();
        return partitions.iterator().next();
    }
}
