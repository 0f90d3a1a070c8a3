package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds one frame in the topics. Reads from where its session began, which its UUID tells, and of {@code skeletons} at
 * first the partition of its camera alone. One thread, no consumer group.
 */
final class FrameSearch implements AutoCloseable {
    /** Whose records a worker writes for a range of frames of which it knows no camera. */
    private static final CameraId UNKNOWN_CAMERA = new CameraId("unknown");

    /** A duplicate follows the first record within the frames that were received so much later. */
    private static final long DUPLICATES_WITHIN_MILLIS = 60_000;

    /** The clock of one ingest may have been set back while a session ran. */
    private static final long CLOCK_SLACK_MILLIS = 10_000;

    /** Of other sessions, that a step of the bisection reads through. */
    private static final int PROBED_RECORDS = 2000;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;

    FrameSearch(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("default.api.timeout.ms", "15000");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    FrameHistory find(FrameId id) {
        FrameTraces traces = new FrameTraces(id);
        List<TopicPartition> all = partitions(Topics.SKELETONS);
        TopicPartition likely = of(id.camera(), all);
        TopicPartition ofRanges = of(UNKNOWN_CAMERA, all);
        read(List.of(likely), millisBefore(id, likely), record -> add(traces, record));
        if (!ofRanges.equals(likely)) {
            read(List.of(ofRanges), startMillis(id), record -> add(traces, record));
        }
        if (traces.records().isEmpty()) {
            List<TopicPartition> others = new ArrayList<>(all);
            others.removeAll(List.of(likely, ofRanges));
            read(others, startMillis(id), record -> add(traces, record));
        }
        Optional<FrameHistory.Stored> stored = traces.records().isEmpty()
                ? scan(id)
                : storedAt(traces.records().get(0));
        boolean untraced = traces.records().isEmpty() && stored.isEmpty();
        List<SkeletonFrame> overruns = untraced
                ? traces.possibleOverruns(
                        of(id.camera(), partitions(Topics.FRAMES)).partition())
                : List.of();
        return new FrameHistory(id, stored, traces.records(), deadLetter(id), overruns);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** The frame in {@code frames} whose fate is known, and with it its place. */
    private Optional<FrameHistory.Stored> storedAt(SkeletonFrame fate) {
        TopicPartition partition = new TopicPartition(Topics.FRAMES, fate.sourcePartition());
        List<TopicPartition> only = List.of(partition);
        long start = consumer.beginningOffsets(only).getOrDefault(partition, 0L);
        if (fate.sourceOffset() < start) {
            return Optional.empty();
        }
        List<FrameHistory.Stored> found = new ArrayList<>();
        read(Map.of(partition, fate.sourceOffset()), record -> {
            stored(record, fate.id()).ifPresent(found::add);
            return false;
        });
        return found.stream().findFirst();
    }

    private Optional<FrameHistory.Stored> scan(FrameId id) {
        List<TopicPartition> all = partitions(Topics.FRAMES);
        TopicPartition likely = of(id.camera(), all);
        List<TopicPartition> others = new ArrayList<>(all);
        others.remove(likely);
        List<FrameHistory.Stored> found = new ArrayList<>();
        for (List<TopicPartition> partitions : List.of(List.of(likely), others)) {
            if (found.isEmpty()) {
                read(partitions, startMillis(id), record -> {
                    stored(record, id).ifPresent(found::add);
                    return found.isEmpty();
                });
            }
        }
        return found.stream().findFirst();
    }

    private static Optional<FrameHistory.Stored> stored(ConsumerRecord<byte[], byte[]> record, FrameId id) {
        try {
            FrameCodec.Received received =
                    FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value());
            return received.frame().id().equals(id)
                    ? Optional.of(new FrameHistory.Stored(
                            record.partition(), record.offset(), received.frame(), received.publishedMicros()))
                    : Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.empty(); // none of ours
        }
    }

    private Optional<FrameHistory.DeadLetter> deadLetter(FrameId id) {
        List<FrameHistory.DeadLetter> found = new ArrayList<>();
        read(partitions(Topics.FRAMES_DLQ), startMillis(id), record -> {
            if (stored(record, id).isPresent()) {
                found.add(new FrameHistory.DeadLetter(
                        record.partition(),
                        record.offset(),
                        text(record.headers(), "fate"),
                        text(record.headers(), "reason")));
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * A time before any record of the frame, by bisection: sessions last for days. Records carry the time at which
     * their frame was received, so a later frame's is later, whatever was done again.
     */
    private long millisBefore(FrameId id, TopicPartition partition) {
        long low = startMillis(id);
        long high = System.currentTimeMillis();
        while (high - low > DUPLICATES_WITHIN_MILLIS) {
            long middle = low + (high - low) / 2;
            OptionalLong sequence = sequenceAt(middle, id, partition);
            if (sequence.isPresent() && sequence.getAsLong() < id.sequence()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.max(startMillis(id), low - CLOCK_SLACK_MILLIS);
    }

    /** Of the session's first record from a time on, if it is among the next ones of the partition. */
    private OptionalLong sequenceAt(long millis, FrameId id, TopicPartition partition) {
        List<Long> found = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(PROBED_RECORDS);
        read(List.of(partition), millis, record -> {
            decoded(record)
                    .filter(frame -> FrameTraces.isOfSession(frame, id))
                    .ifPresent(frame -> found.add(frame.id().sequence()));
            return found.isEmpty() && left.decrementAndGet() > 0;
        });
        return found.stream().mapToLong(Long::longValue).findFirst();
    }

    /** @return whether more of the frame may follow */
    private static boolean add(FrameTraces traces, ConsumerRecord<byte[], byte[]> record) {
        decoded(record).ifPresent(frame -> traces.add(frame, record.timestamp()));
        return record.timestamp() - DUPLICATES_WITHIN_MILLIS < traces.firstMillis();
    }

    private static Optional<SkeletonFrame> decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(SkeletonFrameCodec.decode(record.value()));
        } catch (MalformedRecordException e) {
            return Optional.empty(); // none of ours
        }
    }

    /** A session's UUID of version 7 begins with its time, in milliseconds (RFC 9562, 5.7). */
    private static long startMillis(FrameId id) {
        UUID session = id.session();
        return session.version() == 7 ? Math.max(0, (session.getMostSignificantBits() >>> 16) - CLOCK_SLACK_MILLIS) : 0;
    }

    /** Where Kafka's own partitioner puts a camera's records. */
    private static TopicPartition of(CameraId camera, List<TopicPartition> all) {
        int hash = Utils.toPositive(Utils.murmur2(FrameCodec.key(camera)));
        return new TopicPartition(all.get(0).topic(), hash % all.size());
    }

    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new CommandException("topic " + topic + " is missing", "make it with: ./pose topics create");
        }
        return partitions;
    }

    private void read(
            List<TopicPartition> partitions, long fromMillis, Predicate<ConsumerRecord<byte[], byte[]>> wantsMore) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, fromMillis));
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> first :
                consumer.offsetsForTimes(times).entrySet()) {
            if (first.getValue() != null) {
                starts.put(first.getKey(), first.getValue().offset());
            }
        }
        read(starts, wantsMore);
    }

    /**
     * Reads from the given offsets to the ends of now.
     *
     * @param wantsMore takes a record, and says whether those behind it in its partition are wanted as well
     */
    private void read(Map<TopicPartition, Long> starts, Predicate<ConsumerRecord<byte[], byte[]>> wantsMore) {
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(starts.keySet()));
        ends.values().removeIf(end -> end == 0);
        consumer.assign(ends.keySet());
        // One that was assigned before is still paused.
        consumer.resume(ends.keySet());
        ends.keySet().forEach(partition -> consumer.seek(partition, starts.get(partition)));
        long lastNanos = System.nanoTime();
        while (true) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                lastNanos = System.nanoTime();
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (ends.containsKey(partition) && !wantsMore.test(record)) {
                    ends.remove(partition);
                }
            }
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !ends.containsKey(partition))
                    .toList());
            if (System.nanoTime() - lastNanos > SILENCE_LIMIT.toNanos()) {
                throw new CommandException(
                        "Kafka has sent nothing for " + SILENCE_LIMIT.toSeconds() + " s", "is the broker still there?");
            }
        }
    }
}
