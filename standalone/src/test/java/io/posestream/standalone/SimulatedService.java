package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.SimulatedClock;
import io.posestream.inference.SimulatedTask;
import io.posestream.inference.SimulatedWorker;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Frame;
import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import io.posestream.schemas.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Cameras, two workers and a ledger around a {@link SimulatedKafka}: the real processors, codecs and ledger, in one
 * thread and by the steps of a schedule. Each record is checked against the frame when it is emitted.
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
    private final List<Worker> workers = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private final List<Owner> ownersOfOld = new ArrayList<>();
    private boolean faulty;

    /** A worker process, and what a test counted of it itself. */
    private final class Worker {
        private final SimulatedWorker real = new SimulatedWorker(clock, kafka);
        private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        private long abandoned;
        private long deadLetters;
    }

    /** A task of a worker: what it fetched, finished and sent. */
    private final class Owner {
        private final Worker worker;
        private final int partition;
        private final SimulatedTask task;
        private final Map<String, Long> lastLetterMicros = new HashMap<>();
        private final Set<Long> finished = new HashSet<>();
        private final List<SkeletonFrame> unflushed = new ArrayList<>();
        private final List<Integer> placed = new ArrayList<>();
        private long startedAt;
        private long position;

        Owner(Worker worker, int partition) {
            this.worker = worker;
            this.partition = partition;
            this.task = worker.real.task(partition);
            start();
        }

        void start() {
            startedAt = kafka.committed(partition);
            position = startedAt;
            finished.clear();
            task.init();
        }

        /** As a stream thread does: what was fetched is queued, and the head of the queue worked on before all else. */
        void fetch(int frames) {
            poll(frames);
            workOnQueued();
        }

        void poll(int frames) {
            position = Math.max(position, kafka.earliest(partition));
            for (int n = 0; n < frames && position < kafka.end(partition); n++) {
                task.queue(kafka.frame(partition, position++));
            }
        }

        void work(int frames) {
            for (int n = 0; n < frames; n++) {
                if (task.idle()) {
                    poll(1);
                }
                if (task.idle()) {
                    return;
                }
                workOnQueued();
            }
        }

        /** One frame, if there is one. */
        void workOnQueued() {
            if (!task.idle()) {
                long offset = task.process();
                takeOutput(offset);
                finished.add(offset);
            }
        }

        void takeOutput(long offset) {
            for (SimulatedTask.Output output : task.takeOutput()) {
                if (output.deadLetter()) {
                    take(output);
                } else {
                    take(SkeletonFrameCodec.decode(output.value()), offset);
                    placed.add(output.partition());
                }
            }
        }

        private void take(SimulatedTask.Output letter) {
            worker.deadLetters++;
            String key = letter.key() == null ? "" : new String(letter.key(), java.nio.charset.StandardCharsets.UTF_8);
            Long last = lastLetterMicros.put(key, letter.micros());
            assertThat(last == null || letter.micros() - last >= 1_000_000)
                    .as("one dead letter a second of a camera")
                    .isTrue();
        }

        private void take(SkeletonFrame skeleton, long offset) {
            assertThat(skeleton.sourcePartition()).isEqualTo(partition);
            long frames = skeleton.lastSourceOffset() - skeleton.sourceOffset() + 1;
            worker.fates.merge(skeleton.fate(), frames, Long::sum);
            if (skeleton.fate() == Fate.OVERRUN) {
                assertThat(skeleton.lastSourceOffset())
                        .as("told as overrun and still there: " + skeleton)
                        .isLessThan(kafka.earliest(partition));
                assertThat(skeleton.sourceOffset())
                        .as("told as overrun though committed: " + skeleton)
                        .isGreaterThanOrEqualTo(startedAt);
                assertThat(finished)
                        .as("told as overrun though finished: " + skeleton)
                        .noneMatch(done -> done >= skeleton.sourceOffset() && done <= skeleton.lastSourceOffset());
            } else {
                assertThat(skeleton.sourceOffset()).as("the frame in work").isEqualTo(offset);
                check(skeleton, sent.get(new OffsetRange(partition, offset, offset)));
            }
            unflushed.add(skeleton);
        }

        /** The first ones of what it sent come out. */
        void flush(int count) {
            for (int n = 0; n < Math.min(count, unflushed.size()); n++) {
                kafka.append(placed.get(n), unflushed.get(n));
            }
            unflushed.clear();
            placed.clear();
        }

        void commit() {
            flush(Integer.MAX_VALUE);
            kafka.commit(partition, task.committable());
        }
    }

    SimulatedService() {
        for (int worker = 0; worker < WORKERS; worker++) {
            workers.add(new Worker());
        }
        for (int partition = 0; partition < SimulatedKafka.PARTITIONS; partition++) {
            owners.add(new Owner(workers.get(partition % WORKERS), partition));
        }
    }

    private static void check(SkeletonFrame skeleton, SimulatedFrame frame) {
        frame.id().ifPresent(id -> {
            assertThat(skeleton.id()).isEqualTo(id);
            assertThat(skeleton.clientSequence()).isEqualTo(frame.clientSequence());
        });
        long ageMillis = (skeleton.hops().dequeuedMicros() - frame.receivedMicros()) / 1000;
        if (skeleton.fate() == Fate.EXPIRED) {
            assertThat(frame.maxAgeMillis()).as("expired: " + skeleton).isPresent();
            assertThat(ageMillis).isGreaterThanOrEqualTo(MAX_AGE_MILLIS / 4);
        } else {
            assertThat(skeleton.fate()).isEqualTo(frame.content().fate);
            assertThat(frame.maxAgeMillis().isEmpty() || ageMillis <= MAX_AGE_MILLIS)
                    .as("too old to be posed: " + skeleton)
                    .isTrue();
        }
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
        List<Owner> all = new ArrayList<>(owners);
        all.addAll(ownersOfOld);
        for (Owner owner : all) {
            // A thread works on what it has before it looks at the clock.
            owner.workOnQueued();
            owner.task.passMillis(millis);
            owner.takeOutput(-1);
        }
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
        Owner owner = owners.get(partition);
        owner.poll(1);
        if (owner.task.idle()) {
            return;
        }
        faulty = true;
        boolean stalled = owner.task.stall();
        owner.takeOutput(owner.task.lastOffset());
        owner.flush(Integer.MAX_VALUE);
        if (stalled) {
            owner.worker.abandoned++;
        }
        owners.set(partition, new Owner(owner.worker, partition));
    }

    void revive(int partition, int cameOut) {
        faulty = true;
        Owner owner = owners.get(partition);
        owner.flush(cameOut);
        owner.start();
    }

    void crash(int worker, int cameOut) {
        faulty = true;
        Worker dead = workers.get(worker);
        workers.set(worker, new Worker());
        ownersOfOld.removeIf(owner -> owner.worker == dead);
        Worker heir = workers.get((worker + 1) % WORKERS);
        for (int partition = 0; partition < owners.size(); partition++) {
            Owner owner = owners.get(partition);
            if (owner.worker == dead) {
                owner.flush(cameOut);
                owners.set(partition, new Owner(heir, partition));
            }
        }
    }

    void rebalance(int partition, int worker) {
        owners.get(partition).commit();
        owners.set(partition, new Owner(workers.get(worker), partition));
    }

    void usurp(int partition) {
        if (!kafka.skeletonsAreWhole()) {
            return; // an old owner's late record just behind the cut would look like a gap to the ledger
        }
        faulty = true;
        Owner owner = owners.get(partition);
        ownersOfOld.add(owner);
        int other = (workers.indexOf(owner.worker) + 1) % WORKERS;
        owners.set(partition, new Owner(workers.get(other), partition));
    }

    void workOfOld(int frames) {
        for (Owner owner : ownersOfOld) {
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
            Owner owner = owners.get(partition);
            owner.commit();
            kafka.forgetCommitted(partition);
            owners.set(partition, new Owner(owner.worker, partition));
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
        owners.forEach(Owner::commit);
    }

    /** The equations of InferenceMetrics. */
    void checkMetrics() {
        for (Worker worker : workers) {
            SimulatedWorker real = worker.real;
            long fates = 0;
            for (Fate fate : Fate.values()) {
                long expected = fate == Fate.OVERRUN ? 0 : worker.fates.getOrDefault(fate, 0L);
                assertThat(real.frames(fate)).as("frames with fate " + fate).isEqualTo(expected);
                fates += expected;
            }
            assertThat(real.framesRead()).as("frames read").isEqualTo(fates + worker.abandoned);
            assertThat(real.framesAbandoned()).isEqualTo(worker.abandoned);
            assertThat(real.framesOverrun()).isEqualTo(worker.fates.getOrDefault(Fate.OVERRUN, 0L));
            assertThat(real.deadLetters()).isEqualTo(worker.deadLetters);
            assertThat(real.frames(Fate.UNDECODABLE) + real.frames(Fate.FAILED))
                    .as("undecodable + failed = dlq + suppressed")
                    .isEqualTo(real.deadLetters() + real.deadLettersSuppressed());
        }
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
