package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.SimulatedClock;
import io.posestream.inference.SimulatedWorker;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Cameras, two workers and a ledger around a {@link SimulatedKafka}: the real processors, codecs and ledger, in one
 * thread and by the steps of a schedule.
 */
final class SimulatedService {
    private static final int WORKERS = 2;
    private static final long START_MICROS = 1_800_000_000_000_000L;
    private static final long MAX_AGE_MILLIS = 500;

    private final SimulatedClock clock = new SimulatedClock(START_MICROS);
    private final SimulatedKafka kafka = new SimulatedKafka();
    private final Map<Step.Camera, Long> nextSequences = new EnumMap<>(Step.Camera.class);
    private final Map<Step.Camera, SimulatedFrame> lastSent = new EnumMap<>(Step.Camera.class);
    private final Map<OffsetRange, SimulatedFrame> sent = new HashMap<>();
    private final List<CountedWorker> workers = new ArrayList<>();
    private final List<SimulatedOwner> owners = new ArrayList<>();
    private final List<SimulatedOwner> ownersOfOld = new ArrayList<>();
    private boolean faulty;

    SimulatedService() {
        for (int worker = 0; worker < WORKERS; worker++) {
            workers.add(new CountedWorker(new SimulatedWorker(clock, kafka)));
        }
        for (int partition = 0; partition < SimulatedKafka.PARTITIONS; partition++) {
            owners.add(owner(workers.get(partition % WORKERS), partition));
        }
    }

    private SimulatedOwner owner(CountedWorker worker, int partition) {
        return new SimulatedOwner(worker, partition, kafka, sent);
    }

    void publish(Step.Camera camera, SimulatedFrame.Content content, boolean live) {
        long sequence = nextSequences.merge(camera, 1L, Long::sum) - 1;
        OptionalLong maxAgeMillis = live ? OptionalLong.of(MAX_AGE_MILLIS) : OptionalLong.empty();
        send(camera, content, maxAgeMillis, sequence, OptionalLong.of(1000 + sequence));
    }

    void publishAgain(Step.Camera camera) {
        SimulatedFrame last = lastSent.get(camera);
        if (last != null) {
            long sequence = nextSequences.merge(camera, 1L, Long::sum) - 1;
            send(camera, last.content(), last.maxAgeMillis(), sequence, last.clientSequence());
        }
    }

    void loseUnconfirmed(Step.Camera camera) {
        nextSequences.merge(camera, 1L, Long::sum);
    }

    private void send(
            Step.Camera camera,
            SimulatedFrame.Content content,
            OptionalLong maxAgeMillis,
            long sequence,
            OptionalLong clientSequence) {
        CameraId id = new CameraId(camera.name().toLowerCase(Locale.ROOT));
        FrameId frameId = new FrameId(id, new UUID(7, camera.name().hashCode()), sequence);
        long received = clock.micros();
        Frame frame = new Frame(
                frameId,
                received,
                received,
                CaptureClock.INGEST,
                maxAgeMillis,
                0,
                clientSequence,
                Optional.empty(),
                content.jpeg());
        ProducerRecord<byte[], byte[]> record = FrameCodec.toRecord(Topics.FRAMES, frame, received);
        byte[] key = content == SimulatedFrame.Content.WITHOUT_KEY ? null : record.key();
        Headers headers = content == SimulatedFrame.Content.WITHOUT_HEADERS ? new RecordHeaders() : record.headers();
        int partition = BuiltInPartitioner.partitionForKey(record.key(), SimulatedKafka.PARTITIONS);
        long offset = kafka.end(partition);
        kafka.append(new ConsumerRecord<>(
                Topics.FRAMES,
                partition,
                offset,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                record.value(),
                headers,
                Optional.empty()));
        SimulatedFrame known = new SimulatedFrame(
                content,
                content.identified() ? Optional.of(frameId) : Optional.empty(),
                content.identified() ? maxAgeMillis : OptionalLong.empty(),
                clientSequence,
                record.timestamp() * 1000);
        sent.put(new OffsetRange(partition, offset, offset), known);
        lastSent.put(camera, known);
    }

    void passMillis(int millis) {
        clock.passMillis(millis);
        owners.forEach(owner -> owner.passMillis(millis));
        ownersOfOld.forEach(owner -> owner.passMillis(millis));
    }

    void fetch(int partition, int frames) {
        owners.get(partition).fetch(frames);
    }

    void work(int partition, int frames) {
        owners.get(partition).work(frames);
    }

    void commit(int partition) {
        owners.get(partition).commit();
    }

    void stall(int partition) {
        faulty = true;
        SimulatedOwner owner = owners.get(partition);
        owner.stall();
        owners.set(partition, owner(owner.worker(), partition));
    }

    void revive(int partition, int cameOut) {
        faulty = true;
        SimulatedOwner owner = owners.get(partition);
        owner.flush(cameOut);
        owner.start();
    }

    void crash(int worker, int cameOut) {
        faulty = true;
        CountedWorker dead = workers.get(worker);
        workers.set(worker, new CountedWorker(new SimulatedWorker(clock, kafka)));
        ownersOfOld.removeIf(owner -> owner.worker() == dead);
        CountedWorker heir = workers.get((worker + 1) % WORKERS);
        for (int partition = 0; partition < owners.size(); partition++) {
            SimulatedOwner owner = owners.get(partition);
            if (owner.worker() == dead) {
                owner.flush(cameOut);
                owners.set(partition, owner(heir, partition));
            }
        }
    }

    void rebalance(int partition, int worker) {
        owners.get(partition).commit();
        owners.set(partition, owner(workers.get(worker), partition));
    }

    void usurp(int partition) {
        if (!kafka.skeletonsAreWhole()) {
            return; // an old owner's late record just behind the cut would look like a gap to the ledger
        }
        faulty = true;
        SimulatedOwner owner = owners.get(partition);
        ownersOfOld.add(owner);
        int other = (workers.indexOf(owner.worker()) + 1) % WORKERS;
        owners.set(partition, owner(workers.get(other), partition));
    }

    void workOfOld(int frames) {
        for (SimulatedOwner owner : ownersOfOld) {
            owner.work(frames);
            owner.flush(Integer.MAX_VALUE);
        }
    }

    void deleteFrames(int partition, int frames) {
        kafka.deleteFrames(partition, frames);
    }

    void deleteSkeletons(int partition, int records) {
        if (ownersOfOld.isEmpty()) {
            kafka.deleteSkeletons(partition, records);
        }
    }

    void forgetGroup() {
        faulty = true;
        for (int partition = 0; partition < owners.size(); partition++) {
            SimulatedOwner owner = owners.get(partition);
            owner.commit();
            kafka.forgetCommitted(partition);
            owners.set(partition, owner(owner.worker(), partition));
        }
    }

    /** The faults end; all that is left is done. */
    void comeToRest() {
        workOfOld(1);
        ownersOfOld.clear();
        for (int partition = 0; partition < owners.size(); partition++) {
            owners.get(partition).work(Integer.MAX_VALUE);
        }
        passMillis(60_000);
        passMillis(60_000);
        owners.forEach(SimulatedOwner::commit);
    }

    void checkMetrics() {
        workers.forEach(CountedWorker::checkMetrics);
    }

    /** What the ledger promises, once all is at rest. */
    void checkLedger() {
        Ledger ledger = kafka.ledger();
        LedgerReport total = ledger.total();
        assertThat(ledger.missing(10)).as("frames without a fate").isEmpty();
        assertThat(total.missing()).isZero();
        assertThat(total.outOfOrder()).isZero();
        if (kafka.skeletonsAreWhole()) {
            checkWholeLedger(total);
        }
    }

    private void checkWholeLedger(LedgerReport total) {
        Map<OffsetRange, Fate> first = new HashMap<>();
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        long duplicates = 0;
        long toldAgain = 0;
        for (SkeletonFrame skeleton : kafka.everySkeleton()) {
            for (long offset = skeleton.sourceOffset(); offset <= skeleton.lastSourceOffset(); offset++) {
                OffsetRange at = new OffsetRange(skeleton.sourcePartition(), offset, offset);
                if (first.putIfAbsent(at, skeleton.fate()) == null) {
                    fates.merge(skeleton.fate(), 1L, Long::sum);
                } else {
                    duplicates++;
                    toldAgain += skeleton.fate() == Fate.OVERRUN ? 1 : 0;
                }
            }
        }
        assertThat(first.keySet()).isEqualTo(sent.keySet());
        assertThat(total)
                .isEqualTo(new LedgerReport(
                        sent.size(),
                        fates.getOrDefault(Fate.POSED, 0L),
                        fates.getOrDefault(Fate.EMPTY, 0L),
                        fates.getOrDefault(Fate.EXPIRED, 0L),
                        fates.getOrDefault(Fate.UNDECODABLE, 0L),
                        fates.getOrDefault(Fate.FAILED, 0L),
                        fates.getOrDefault(Fate.OVERRUN, 0L),
                        0,
                        0,
                        duplicates,
                        0));
        assertThat(faulty || duplicates == toldAgain)
                .as("a frame done twice without a fault")
                .isTrue();
    }

    @Override
    public String toString() {
        return kafka.toString();
    }
}
