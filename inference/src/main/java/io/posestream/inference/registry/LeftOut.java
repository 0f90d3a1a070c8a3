package io.posestream.inference.registry;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of a topic that are not what belongs there. A topic is read again and again, and anybody may fill it: one line
 * tells of all that a reading found, and only if there is one that no reading before has found. One thread.
 */
final class LeftOut {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

    /** The last one that was told of. */
    private long toldOffset = -1;

    private long count;
    private long lastOffset;
    private String reason = "";

    /** The topic is read from its beginning. */
    void begin() {
        count = 0;
        lastOffset = -1;
    }

    void add(ConsumerRecord<byte[], byte[]> record, String why) {
        count++;
        lastOffset = record.offset();
        reason = why;
    }

    /** @return whether there was something to tell */
    boolean tell(String topic) {
        if (lastOffset <= toldOffset) {
            return false;
        }
        toldOffset = lastOffset;
        LOG.warn("records left out topic={} count={} last_offset={} reason=\"{}\"", topic, count, lastOffset, reason);
        return true;
    }
}
