package io.posestream.inference.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Topics of one partition in memory, behind Kafka's own fake clients: offsets with gaps where records were compacted
 * away or transactions end, transactions that are seen when they are committed, and fencing of a transactional producer
 * by the next. It can crash before any write.
 */
public final class FakeKafka {
    private static final int MAX_POLL = 3;

    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> topics = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private int writesLeft = Integer.MAX_VALUE;
    private int seeks;
    private boolean silent;

    /** What a write throws once the process is to be gone. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public FakeKafka(String... names) {
        for (String name : names) {
            topics.put(name, new ArrayList<>());
            ends.put(name, 0L);
        }
    }

    /** So many writes succeed; the one after them, and all that follow, crash. A committed transaction is one write. */
    public void crashAfter(int writes) {
        writesLeft = writes;
    }

    /** How often a reader went elsewhere. */
    int seeks() {
        return seeks;
    }

    /** What reading throws. */
    public static RegistryException unreadable() {
        return new RegistryException("told to");
    }

    /** It is gone, and all questions about it fail. */
    public void lose(String topic) {
        topics.remove(topic);
        ends.remove(topic);
    }

    /** No poll returns anything any more. */
    public void fallSilent() {
        silent = true;
    }

    long put(String topic, byte[] key, byte[] value) {
        long offset = ends.merge(topic, 1L, Long::sum) - 1;
        topics.get(topic).add(new ConsumerRecord<>(topic, 0, offset, key, value));
        return offset;
    }

    public long put(String topic, String key, byte[] value) {
        return put(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return List.copyOf(topics.get(topic));
    }

    /** Keeps the last record of each key, at its offset, and no tombstone. */
    void compact(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = topics.get(topic);
        Set<String> later = new HashSet<>();
        for (int i = records.size() - 1; i >= 0; i--) {
            boolean last = later.add(new String(records.get(i).key(), StandardCharsets.UTF_8));
            if (!last || records.get(i).value() == null) {
                records.remove(i);
            }
        }
    }

    /** Forgets where everything stood, as a copy of the topic in another cluster does. */
    void renumber(String topic, long by) {
        topics.get(topic)
                .replaceAll(
                        record -> new ConsumerRecord<>(topic, 0, record.offset() + by, record.key(), record.value()));
        ends.merge(topic, by, Long::sum);
    }

    private void write() {
        if (writesLeft == 0) {
            throw new Crash();
        }
        writesLeft--;
    }

    public ModelRegistry registry() {
        return registry(Duration.ofMinutes(1), System::nanoTime);
    }

    public ModelRegistry registry(Duration wait, LongSupplier nanoClock) {
        return new ModelRegistry(new Reader(), wait, nanoClock);
    }

    public ModelPublisher publisher(long epochMicros) {
        return new ModelPublisher(
                registry(), new ChunkWriter(new Sender("chunks")), takeOver(ModelPublisher.WHAT), () -> epochMicros);
    }

    public RolloutWriter rolloutWriter() {
        return new RolloutWriter(registry(), takeOver(RolloutWriter.WHAT));
    }

    /** Who takes over to do the same fences who did before. */
    private Announcer takeOver(String what) {
        return Announcer.takeOver(new Sender(what), what);
    }

    ModelPublisher publisherThatSeesNothingNew(LongSupplier nanoClock) {
        return new ModelPublisher(
                blind("models", nanoClock),
                new ChunkWriter(new Sender("chunks")),
                takeOver(ModelPublisher.WHAT),
                () -> SampleModels.PUBLISHED_MICROS);
    }

    RolloutWriter rolloutWriterThatSeesNothingNew(LongSupplier nanoClock) {
        return new RolloutWriter(blind("rollouts", nanoClock), takeOver(RolloutWriter.WHAT));
    }

    /** As while a transaction of somebody else is open on the topic, whose end so does not move. */
    private ModelRegistry blind(String topic, LongSupplier nanoClock) {
        Reader reader = new Reader() {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                return assignment().contains(new TopicPartition(topic, 0))
                        ? ConsumerRecords.empty()
                        : super.poll(timeout);
            }
        };
        return new ModelRegistry(reader, Duration.ofMinutes(1), nanoClock);
    }

    private class Reader extends MockConsumer<byte[], byte[]> {
        private long position;

        Reader() {
            super("earliest");
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic) {
            return topics.containsKey(topic)
                    ? List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0]))
                    : List.of();
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            return offsets(partitions, 0L);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return offsets(partitions, null);
        }

        /** Everything was written just now. */
        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
            times.keySet().stream()
                    .filter(partition -> ends.get(partition.topic()) > 0)
                    .forEach(partition -> offsets.put(partition, new OffsetAndTimestamp(0, 0)));
            return offsets;
        }

        private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, Long all) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            if (partitions.stream().anyMatch(partition -> !topics.containsKey(partition.topic()))) {
                throw new TimeoutException("no such topic");
            }
            partitions.forEach(partition -> offsets.put(partition, all == null ? ends.get(partition.topic()) : all));
            return offsets;
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            position = offset;
            seeks++;
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            return position;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            TopicPartition partition = assignment().iterator().next();
            if (silent) {
                return ConsumerRecords.empty();
            }
            List<ConsumerRecord<byte[], byte[]>> records = topics.get(partition.topic());
            int first = first(records, position);
            List<ConsumerRecord<byte[], byte[]>> polled =
                    List.copyOf(records.subList(first, Math.min(records.size(), first + MAX_POLL)));
            position = polled.size() < MAX_POLL
                    ? ends.get(partition.topic())
                    : polled.get(polled.size() - 1).offset() + 1;
            return new ConsumerRecords<>(Map.of(partition, polled), Map.of());
        }
    }

    /** The index of the first record at an offset or after it: offsets rise. */
    private static int first(List<ConsumerRecord<byte[], byte[]>> records, long offset) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private final class Sender extends MockProducer<byte[], byte[]> {
        private final List<ProducerRecord<byte[], byte[]>> uncommitted = new ArrayList<>();
        private final String id;
        private int ownEpoch;

        Sender(String id) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.id = id;
        }

        @Override
        public void initTransactions() {
            ownEpoch = epochs.merge(id, 1, Integer::sum);
            super.initTransactions();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            if (transactionInFlight()) {
                uncommitted.add(record);
                return super.send(record);
            }
            write();
            long offset = put(record.topic(), record.key(), record.value());
            return CompletableFuture.completedFuture(
                    new RecordMetadata(new TopicPartition(record.topic(), 0), offset, 0, 0, 0, 0));
        }

        @Override
        public void commitTransaction() {
            if (ownEpoch != epochs.get(id)) {
                throw new ProducerFencedException("another producer has epoch " + epochs.get(id));
            }
            write();
            super.commitTransaction();
            uncommitted.forEach(record -> put(record.topic(), record.key(), record.value()));
            // What marks the end of a transaction takes an offset, too.
            uncommitted.stream()
                    .map(ProducerRecord::topic)
                    .distinct()
                    .forEach(topic -> ends.merge(topic, 1L, Long::sum));
            uncommitted.clear();
        }
    }
}
