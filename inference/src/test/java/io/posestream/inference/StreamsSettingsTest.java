package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private static final Path STATE = Path.of("state");

    @Test
    void areMadeForLiveVideo() {
        Properties settings = StreamsSettings.of(InferenceConfigTest.from(Map.of("POSE_STREAM_THREADS", "6")), STATE);

        assertThat(settings)
                .contains(
                        Map.entry("application.id", "posestream"),
                        Map.entry("bootstrap.servers", "127.0.0.1:9092"),
                        Map.entry("num.stream.threads", "6"),
                        Map.entry("state.dir", "state"),
                        Map.entry("processing.guarantee", "at_least_once"),
                        Map.entry("commit.interval.ms", "200"),
                        Map.entry("buffered.records.per.partition", "4"),
                        Map.entry("ensure.explicit.internal.resource.naming", "true"),
                        Map.entry("producer.linger.ms", "0"),
                        Map.entry("consumer.max.poll.records", "8"),
                        Map.entry("consumer.fetch.max.bytes", Integer.toString(8 << 20)),
                        Map.entry("consumer.session.timeout.ms", "6000"),
                        Map.entry("consumer.heartbeat.interval.ms", "2000"));
        assertThatCode(() -> new StreamsConfig(settings)).doesNotThrowAnyException();
    }

    @Test
    void theLargestRecordFitsThroughFetchAndRequest() {
        Properties settings = StreamsSettings.of(InferenceConfigTest.from(Map.of()), STATE);

        assertThat(Integer.parseInt(settings.getProperty("consumer.max.partition.fetch.bytes")))
                .isGreaterThan(Limits.MAX_RECORD_BYTES);
        assertThat(Integer.parseInt(settings.getProperty("producer.max.request.size")))
                .isGreaterThan(Limits.MAX_RECORD_BYTES);
    }

    @Test
    void theOperatorsPropertiesWin() {
        Properties settings =
                StreamsSettings.of(InferenceConfigTest.from(Map.of("POSE_KAFKA_COMMIT_INTERVAL_MS", "1000")), STATE);

        assertThat(settings).containsEntry("commit.interval.ms", "1000");
    }

    @Test
    void exactlyOnceCommitsOftenAndTakesADeadWorkersTransactionBackSoon() {
        Properties settings = StreamsSettings.of(InferenceConfigTest.from(Map.of("POSE_EXACTLY_ONCE", "1")), STATE);

        assertThat(settings)
                .contains(
                        Map.entry("processing.guarantee", "exactly_once_v2"),
                        Map.entry("commit.interval.ms", "50"),
                        Map.entry("poll.ms", "20"),
                        Map.entry("producer.transaction.timeout.ms", "6000"));
        assertThatCode(() -> new StreamsConfig(settings)).doesNotThrowAnyException();
    }

    @Test
    void aTransactionOutlivesItsCommitInterval() {
        assertThatThrownBy(() -> StreamsSettings.of(
                        InferenceConfigTest.from(
                                Map.of("POSE_EXACTLY_ONCE", "1", "POSE_KAFKA_COMMIT_INTERVAL_MS", "6000")),
                        STATE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("POSE_KAFKA_COMMIT_INTERVAL_MS=6000: ");
        assertThatCode(() -> StreamsSettings.of(
                        InferenceConfigTest.from(Map.of(
                                "POSE_EXACTLY_ONCE",
                                "1",
                                "POSE_KAFKA_COMMIT_INTERVAL_MS",
                                "6000",
                                "POSE_KAFKA_TRANSACTION_TIMEOUT_MS",
                                "60000")),
                        STATE))
                .doesNotThrowAnyException();
    }

    @Test
    void theGuaranteeHasOneSwitch() {
        assertThatThrownBy(() -> StreamsSettings.of(
                        InferenceConfigTest.from(Map.of("POSE_KAFKA_PROCESSING_GUARANTEE", "exactly_once_v2")), STATE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("POSE_EXACTLY_ONCE");
    }
}
