package io.posestream.inference.rollout;

import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Rollout.Trial;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatus.Tried;
import io.posestream.schemas.WorkerStatusCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What workers put on topic {@code workers}. */
final class Workers {
    private Workers() {}

    /** One that compared so many frames of two persons each. */
    static ConsumerRecord<byte[], byte[]> comparing(String worker, TrialId trial, int frames, boolean exchanged) {
        SimulatedAnswers answers = new SimulatedAnswers(worker.hashCode());
        TrialTally tally = new TrialTally(trial);
        for (int frame = 0; frame < frames; frame++) {
            var people = answers.people(2);
            tally.comparedPoses(
                    answers.poses(people),
                    answers.poses(people).stream()
                            .map(person -> exchanged ? SimulatedAnswers.exchanged(person) : person)
                            .toList());
            tally.timed(2, 20_000_000, 21_000_000);
        }
        ByteBuffer counts = ByteBuffer.wrap(TrialCountsCodec.encode(tally.soFar()));
        return record(worker, Optional.of(trial.candidate()), List.of(), List.of(counts));
    }

    static ConsumerRecord<byte[], byte[]> refusing(String worker, ReleaseId release) {
        Refusal refusal = new Refusal(release, "bad_signature", "of another key", 5);
        return record(worker, Optional.empty(), List.of(refusal), List.of());
    }

    /** One that refused it once and now tries it. */
    static ConsumerRecord<byte[], byte[]> convinced(String worker, ReleaseId release) {
        Refusal refusal = new Refusal(release, "bad_signature", "of another key", 5);
        return record(worker, Optional.of(release), List.of(refusal), List.of());
    }

    static ConsumerRecord<byte[], byte[]> stopped(String worker) {
        return new ConsumerRecord<>("workers", 0, 0, WorkerStatusCodec.key(worker), null);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String worker, Optional<ReleaseId> tried, List<Refusal> refusals, List<ByteBuffer> counts) {
        SlotStatus slot = new SlotStatus(
                Slot.POSE,
                served(Optional.empty()),
                tried.map(release -> new Tried(served(Optional.of(release)), Trial.SHADOW, 0)),
                Optional.empty());
        WorkerStatus status = new WorkerStatus(worker, 7, 6, 1, "cpu", List.of(slot), refusals, counts);
        return new ConsumerRecord<>("workers", 0, 0, WorkerStatusCodec.key(worker), WorkerStatusCodec.encode(status));
    }

    private static Served served(Optional<ReleaseId> release) {
        return new Served(release, new ReleaseRef(Slot.POSE, "student", "a".repeat(64)), 6);
    }
}
