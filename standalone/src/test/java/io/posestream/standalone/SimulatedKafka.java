package io.posestream.standalone;

import io.posestream.inference.SimulatedWorker;
import io.posestream.schemas.SkeletonFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Topics {@code frames} and {@code skeletons} and the group's offsets, as far as the workers and the ledger see them. */
final class SimulatedKafka implements SimulatedWorker.Broker {
    static final int PARTITIONS = 2;

    private final List<FrameLog> frames = new ArrayList<>();
    private final List<SkeletonLog> skeletons = new ArrayList<>();

    private static final class FrameLog {
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private int start;
        private OptionalLong committed = OptionalLong.empty();
    }

    private static final class SkeletonLog {
        private final List<SkeletonFrame> records = new ArrayList<>();
        private int start;
    }

    SimulatedKafka() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            frames.add(new FrameLog());
            skeletons.add(new SkeletonLog());
        }
    }

    void append(ConsumerRecord<byte[], byte[]> frame) {
        frames.get(frame.partition()).records.add(frame);
    }

    long end(int partition) {
        return frames.get(partition).records.size();
    }

    ConsumerRecord<byte[], byte[]> frame(int partition, long offset) {
        return frames.get(partition).records.get((int) offset);
    }

    @Override
    public long earliest(int partition) {
        return frames.get(partition).start;
    }

    @Override
    public long committed(int partition) {
        return frames.get(partition).committed.orElse(0);
    }

    void commit(int partition, OptionalLong offset) {
        if (offset.isPresent()) {
            frames.get(partition).committed = offset;
        }
    }

    void forgetCommitted(int partition) {
        frames.get(partition).committed = OptionalLong.empty();
    }

    void deleteFrames(int partition, int count) {
        FrameLog log = frames.get(partition);
        log.start = Math.min(log.records.size(), log.start + count);
    }

    void append(int partition, SkeletonFrame skeleton) {
        skeletons.get(partition).records.add(skeleton);
    }

    void deleteSkeletons(int partition, int count) {
        SkeletonLog log = skeletons.get(partition);
        log.start = Math.min(log.records.size(), log.start + count);
    }

    /** Every record of {@code skeletons} that there ever was. */
    List<SkeletonFrame> everySkeleton() {
        return skeletons.stream().flatMap(log -> log.records.stream()).toList();
    }

    /** What {@link LedgerReader#prove} makes of these topics. */
    Ledger ledger() {
        Map<Integer, Long> ends = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(partition, end(partition));
        }
        Ledger ledger = Ledger.upTo(ends);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (skeletons.get(partition).start > 0) {
                ledger.startAtFirstSeen(partition);
            }
        }
        for (SkeletonLog log : skeletons) {
            log.records.subList(log.start, log.records.size()).forEach(ledger::record);
        }
        return ledger;
    }

    boolean skeletonsAreWhole() {
        return skeletons.stream().allMatch(log -> log.start == 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            FrameLog log = frames.get(partition);
            text.append("%nframes-%d %d to %d, committed %s"
                    .formatted(partition, log.start, log.records.size(), log.committed));
            SkeletonLog fates = skeletons.get(partition);
            text.append("%nskeletons-%d from %d: %s"
                    .formatted(
                            partition,
                            fates.start,
                            Arrays.toString(fates.records.stream()
                                    .map(SimulatedKafka::brief)
                                    .toArray())));
        }
        return text.toString();
    }

    private static String brief(SkeletonFrame skeleton) {
        return "%d:%d-%d %s"
                .formatted(
                        skeleton.sourcePartition(),
                        skeleton.sourceOffset(),
                        skeleton.lastSourceOffset(),
                        skeleton.fate());
    }
}
