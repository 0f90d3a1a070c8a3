package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.ChunkKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What the two writers make of a broker that refuses, does not answer, or has given their place to another. */
class WritersTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final List<ProducerRecord<byte[], byte[]>> RECORDS =
            List.of(new ProducerRecord<>("models", 0, new byte[] {1}, new byte[] {2}));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void onlyMissingChunksAreWritten() {
        byte[] file = new byte[20 * ChunkKey.CHUNK_BYTES + 7];
        Map<Integer, Long> offsets = new TreeMap<>(Map.of(3, 103L, 19, 119L));

        long written = new ChunkWriter(producer).writeMissing(file, SHA256, offsets);

        assertThat(written).isEqualTo(19);
        assertThat(offsets).hasSize(21).containsEntry(3, 103L).containsEntry(19, 119L);
        assertThat(producer.history()).hasSize(19);
        assertThat(producer.history().get(18).key()).isEqualTo(new ChunkKey(SHA256, 20).toBytes());
        assertThat(producer.history().get(18).value()).hasSize(7);
    }

    @Test
    void aChunkThatIsNotConfirmedIsNamed() {
        producer.sendException = new TimeoutException("no broker");

        assertThatThrownBy(() -> new ChunkWriter(producer).writeMissing(new byte[9], SHA256, new TreeMap<>()))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("chunk 0 is not confirmed: ")
                .hasMessageContaining("no broker; publish again, what is there is not written twice");
    }

    @Test
    void whoMayNotPublishIsTold() {
        producer.initTransactionException = new KafkaException("not authorised");

        assertThatThrownBy(() -> Announcer.takeOver(producer, "publish or prune"))
                .isInstanceOf(RegistryException.class)
                .hasMessage(
                        "Kafka lets nobody write: not authorised; is POSE_KAFKA_BOOTSTRAP_SERVERS right, and may this"
                                + " client write transactions?");
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void whatIsWrittenIsSeenAtOnceOrNotAtAll() {
        try (Announcer announcer = Announcer.takeOver(producer, "publish or prune")) {
            producer.commitTransactionException = new TimeoutException("no broker");
            assertThatThrownBy(() -> announcer.write(RECORDS))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage("not confirmed: no broker; do it again, what is there is not done twice");
            assertThat(producer.history()).isEmpty();
        }
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void whoWasReplacedIsTold() {
        try (Announcer announcer = Announcer.takeOver(producer, "publish or prune")) {
            producer.fenceProducer();
            assertThatThrownBy(() -> announcer.write(RECORDS))
                    .isInstanceOf(TakenOverException.class)
                    .hasMessageStartingWith("another publish or prune began meanwhile");
        }
    }
}
