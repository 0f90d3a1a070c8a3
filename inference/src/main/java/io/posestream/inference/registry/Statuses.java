package io.posestream.inference.registry;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatusCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What workers have said, the last of each, as topic {@code workers} is read. It holds no more than workers say of
 * themselves: those for whom there is no room are left out. One thread.
 */
final class Statuses {
    /** More than anybody runs. */
    private static final int MAX_WORKERS = 10_000;

    static final long MAX_BYTES = 64L << 20;

    private final LeftOut leftOut;
    private final Map<String, Said> workers = new TreeMap<>();
    private long bytes;

    Statuses(LeftOut leftOut) {
        this.leftOut = leftOut;
    }

    private record Said(WorkerStatus status, int bytes) {}

    void take(ConsumerRecord<byte[], byte[]> record) {
        String worker = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            remove(worker);
            return;
        }
        try {
            WorkerStatus status = WorkerStatusCodec.decodeOf(worker, record.value());
            remove(worker);
            if (workers.size() == MAX_WORKERS || bytes + record.value().length > MAX_BYTES) {
                throw new MalformedRecordException("no room beside " + workers.size() + " workers");
            }
            workers.put(worker, new Said(status, record.value().length));
            bytes += record.value().length;
        } catch (MalformedRecordException e) {
            leftOut.add(record, e.getMessage());
        }
    }

    private void remove(String worker) {
        Said gone = workers.remove(worker);
        bytes -= gone == null ? 0 : gone.bytes;
    }

    List<WorkerStatus> all() {
        return workers.values().stream().map(Said::status).toList();
    }
}
