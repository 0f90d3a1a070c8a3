package io.posestream.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.registry.FakeKafka;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeSeatTest {
    private static final TopicPartition SEAT = new TopicPartition("workers", 0);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final ReleaseId CANDIDATE = new ReleaseId(Slot.POSE, 2);

    private final FakeKafka kafka = new FakeKafka("models", "rollouts");
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Decision> told = new ArrayList<>();
    private long nowNanos;
    private TrialId trial;
    private JudgeSeat seat;

    @BeforeEach
    void aCandidate() {
        try (RolloutWriter writer = kafka.rolloutWriter()) {
            Decision decision = new Decision(Verdict.TRIED, Optional.of(CANDIDATE), "somebody", 5, "", Map.of());
            trial = TrialId.of(writer.change(
                            Slot.POSE,
                            rollout -> Rollout.untouched(Slot.POSE).tried(Candidate.shadow(CANDIDATE), decision)))
                    .orElseThrow();
        }
        seat = new JudgeSeat(
                consumer,
                new RolloutJudge(kafka.registry(), kafka::rolloutWriter, "one", () -> 42, told::add),
                () -> nowNanos);
        consumer.updateBeginningOffsets(Map.of(SEAT, 0L));
        consumer.updateEndOffsets(Map.of(SEAT, 2L));
    }

    @Test
    void whoIsGivenThePartitionJudgesOnceItHasReadAll() {
        consumer.rebalance(List.of(SEAT));
        put(0, Workers.comparing("a", trial, 60, true));
        seat.turn();
        assertThat(told).isEmpty();

        put(1, Workers.refusing("b", CANDIDATE));
        seat.turn();
        assertThat(told).extracting(Decision::verdict).containsExactly(Verdict.WITHDRAWN);
    }

    @Test
    void whoIsNotGivenItJudgesNothing() {
        assertThat(seat.turn()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void whoLosesItJudgesNothingMore() {
        consumer.rebalance(List.of(SEAT));
        put(0, Workers.comparing("a", trial, 60, true));
        seat.turn();
        consumer.rebalance(List.of());
        nowNanos += 5 * SECOND;
        seat.turn();

        assertThat(told).isEmpty();
    }

    @Test
    void whoGetsItBackHearsAllAnew() {
        consumer.rebalance(List.of(SEAT));
        put(0, Workers.comparing("a", trial, 60, true));
        seat.turn();
        consumer.rebalance(List.of());
        consumer.rebalance(List.of(SEAT));
        put(0, Workers.stopped("a"));
        put(1, Workers.stopped("b"));
        seat.turn();

        assertThat(told).isEmpty();
    }

    @Test
    void itWaitsLongerAndLongerWhileKafkaFails() {
        List<Duration> waits = new ArrayList<>();
        for (int turn = 0; turn < 7; turn++) {
            consumer.setPollException(new KafkaException("not authorised"));
            waits.add(seat.turn());
        }

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(seat.turn()).isZero();
    }

    @Test
    void aWakeUpEndsIt() {
        consumer.wakeup();
        assertThatThrownBy(() -> seat.turn()).isInstanceOf(WakeupException.class);
    }

    private void put(long offset, ConsumerRecord<byte[], byte[]> record) {
        consumer.addRecord(new ConsumerRecord<>("workers", 0, offset, record.key(), record.value()));
    }
}
