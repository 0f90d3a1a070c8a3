package io.posestream.inference;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The frame that each partition's queue in Kafka Streams has at its head, which Streams shows to this extractor before
 * the frame ahead of it is processed.
 *
 * <p>A commit names that head's offset, not the one behind the last frame processed. So a gap between the two has to be
 * told before the next commit: nobody would hear of it after a crash.
 *
 * <p>Each stream thread has heads of its own: one that lost a partition without knowing works on beside its heir.
 */
final class QueueHeads implements TimestampExtractor {
    @SuppressWarnings("ThreadLocalUsage") // a worker has one of these, and what a thread put there ends with it
    private final ThreadLocal<Map<Integer, Long>> offsets = ThreadLocal.withInitial(HashMap::new);

    /** A foreign record may have no time at all; it gets a fate like every other, and the time it is read. */
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMillis) {
        offsets.get().put(record.partition(), record.offset());
        return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    }

    /** While a thread processes a frame: the offset of the one behind it, or its own if none is queued. */
    long of(int partition) {
        return offsets.get().getOrDefault(partition, 0L);
    }
}
