package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import io.posestream.schemas.WorkerStatus;
import io.posestream.schemas.WorkerStatusCodec;
import io.prometheus.client.CollectorRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final CollectorRegistry registry = new CollectorRegistry();
    private final ReleaseMetrics metrics = new ReleaseMetrics(registry);
    private final ByteBuffer counts = ByteBuffer.wrap(new byte[] {1, 2});
    private final WorkerReport report = new WorkerReport("w-1", "cpu", () -> 9, () -> List.of(counts));

    @Test
    void saysEachChangeAtOnceAndAtLastThatItIsGone() {
        try (StatusWriter writer = new StatusWriter(report, producer, metrics)) {
            assertThat(writer).isNotNull();
            await().until(() -> producer.history().size() == 1);
            report.serves(Map.of(Slot.POSE, SlotState.of(FakeStage.folder(Slot.POSE), 9)));
            report.refused(new ReleaseId(Slot.POSE, 3), "bad_digest", "x".repeat(3_000));
            await().until(() -> !status(last()).refusals().isEmpty());
        }

        WorkerStatus said = status(producer.history().get(producer.history().size() - 2));
        assertThat(said.worker()).isEqualTo("w-1");
        assertThat(said.trialCounts()).containsExactly(counts);
        assertThat(said.slots())
                .singleElement()
                .satisfies(slot -> assertThat(slot.live().model().name()).isEqualTo("folder"));
        assertThat(said.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.detail()).hasSize(2_000));
        assertThat(last().value()).isNull();
        assertThat(last().topic()).isEqualTo("workers");
        assertThat(last().key()).isEqualTo("w-1".getBytes(StandardCharsets.UTF_8));
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void onlyTheLastRefusalsAreKept() {
        for (int version = 1; version <= 20; version++) {
            report.refused(new ReleaseId(Slot.POSE, version), "revoked", "");
        }

        assertThat(report.status().refusals())
                .hasSize(WorkerStatus.MAX_REFUSALS)
                .satisfies(kept -> assertThat(kept.get(0).release().version()).isEqualTo(5))
                .satisfies(kept -> assertThat(kept.get(15).release().version()).isEqualTo(20));
    }

    @Test
    void whatKafkaDoesNotTakeIsCounted() {
        producer.sendException = new TimeoutException("no broker");
        try (StatusWriter writer = new StatusWriter(report, producer, metrics)) {
            assertThat(writer).isNotNull();
            await().until(() -> registry.getSampleValue("posestream_status_failures_total") == 1);
        }

        assertThat(registry.getSampleValue("posestream_status_failures_total")).isEqualTo(2);
    }

    private ProducerRecord<byte[], byte[]> last() {
        return producer.history().get(producer.history().size() - 1);
    }

    private static WorkerStatus status(ProducerRecord<byte[], byte[]> record) {
        return WorkerStatusCodec.decode(record.value());
    }
}
