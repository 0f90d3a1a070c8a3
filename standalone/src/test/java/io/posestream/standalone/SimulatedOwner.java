package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.SimulatedTask;
import io.posestream.schemas.Fate;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A partition's task in a worker: what it fetched, finished and sent. Each record is checked against the frame when it
 * is emitted.
 */
final class SimulatedOwner {
    private final CountedWorker worker;
    private final int partition;
    private final SimulatedTask task;
    private final SimulatedKafka kafka;
    private final Map<OffsetRange, SimulatedFrame> sent;
    private final Map<String, Long> lastLetterMicros = new HashMap<>();
    private final Set<Long> finished = new HashSet<>();
    private final List<SkeletonFrame> unflushed = new ArrayList<>();
    private final List<Integer> placed = new ArrayList<>();
    private long startedAt;
    private long position;

    /** @param sent what stands at each offset of {@code frames} */
    SimulatedOwner(CountedWorker worker, int partition, SimulatedKafka kafka, Map<OffsetRange, SimulatedFrame> sent) {
        this.worker = worker;
        this.partition = partition;
        this.kafka = kafka;
        this.sent = sent;
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
        String key = letter.key() == null ? "" : new String(letter.key(), StandardCharsets.UTF_8);
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
            sent.get(new OffsetRange(partition, offset, offset)).check(skeleton);
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

    CountedWorker worker() {
        return worker;
    }

    void passMillis(int millis) {
        workOnQueued(); // a thread works on what it has before it looks at the clock
        task.passMillis(millis);
        takeOutput(-1);
    }

    /** The thread fails with the next frame, if that one needs the models. */
    void stall() {
        poll(1);
        if (!task.idle()) {
            worker.abandoned += task.stall() ? 1 : 0;
            takeOutput(task.lastOffset());
            flush(Integer.MAX_VALUE);
        }
    }
}
