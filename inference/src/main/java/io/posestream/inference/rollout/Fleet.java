package io.posestream.inference.rollout;

import io.posestream.schemas.MalformedRecordException;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatusCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each worker said last. Whether one is alive goes by when it was heard here: clocks of other machines do not matter.
 * One thread.
 */
final class Fleet {
    /** Who is silent for so long is dead: five heartbeats. */
    static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    /** Beyond it, who has been silent for longest is forgotten. */
    static final int MAX_WORKERS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    /** Beyond it, too: one status has some ten kilobytes, but its writer may make it a hundred times as large. */
    static final long MAX_BYTES = 64L << 20;

    private record Heard(WorkerStatus status, int bytes, long nanos) {}

    /** Who was heard last is last. */
    private final Map<String, Heard> workers = new LinkedHashMap<>();

    private long bytes;

    /**
     * A record of topic {@code workers}. One that is no status, or another worker's, is logged; what the worker said
     * before it stands.
     */
    void hear(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        if (record.key() == null) {
            return;
        }
        String worker = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            remove(worker);
            return;
        }
        try {
            WorkerStatus status = WorkerStatusCodec.decodeOf(worker, record.value());
            remove(worker);
            put(worker, new Heard(status, record.value().length, nowNanos));
        } catch (MalformedRecordException e) {
            LOG.warn("record left out topic=workers offset={} reason=\"{}\"", record.offset(), e.getMessage());
        }
    }

    private void put(String worker, Heard heard) {
        workers.put(worker, heard);
        bytes += heard.bytes;
        while (workers.size() > MAX_WORKERS || bytes > MAX_BYTES) {
            remove(workers.keySet().iterator().next());
        }
    }

    private void remove(String worker) {
        Heard gone = workers.remove(worker);
        bytes -= gone == null ? 0 : gone.bytes;
    }

    void forget() {
        workers.clear();
        bytes = 0;
    }

    /** All that were ever heard and did not say that they stop. */
    Collection<WorkerStatus> statuses() {
        return workers.values().stream().map(Heard::status).toList();
    }

    /** Of those that live and neither try the release nor are about to, why not: one line each. */
    List<String> refusals(ReleaseId candidate, long nowNanos) {
        return workers.values().stream()
                .filter(heard -> nowNanos - heard.nanos < DEAD_AFTER.toNanos())
                .map(Heard::status)
                .filter(status -> status.slots().stream().noneMatch(slot -> takes(slot, candidate)))
                .flatMap(status -> refusal(status, candidate).stream())
                .toList();
    }

    private static boolean takes(SlotStatus slot, ReleaseId candidate) {
        return slot.loading().filter(candidate::equals).isPresent()
                || slot.candidate()
                        .flatMap(tried -> tried.model().release())
                        .filter(candidate::equals)
                        .isPresent();
    }

    private static Optional<String> refusal(WorkerStatus status, ReleaseId candidate) {
        return status.refusals().stream()
                .filter(refusal -> refusal.release().equals(candidate))
                .reduce((earlier, later) -> later)
                .map((Refusal refusal) -> status.worker() + ": " + refusal.reason() + ", " + refusal.detail());
    }
}
