package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import io.posestream.schemas.Limits;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    @Test
    void hasADefaultForEverything() {
        IngestConfig config = from(Map.of());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.opsPort()).isEqualTo(8081);
        assertThat(config.maxAge()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.maxInFlightPerCamera()).isEqualTo(4);
        assertThat(config.maxInFlight()).isEqualTo(128);
        assertThat(config.cameras()).isEmpty();
        assertThat(config.archive()).isFalse();
    }

    @Test
    void readsCamerasSeparatedBySpacesOrCommas() {
        assertThat(from(Map.of("POSE_CAMERAS", " door=file:a, yard=loop:b\n roof=loop:c "))
                        .cameras())
                .extracting(CameraSource::toString)
                .containsExactly("door=file:a", "yard=loop:b", "roof=loop:c");
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> from(Map.of(
                        "POSE_INGEST_PORT", "70000",
                        "POSE_MAX_AGE_MS", "0",
                        "POSE_CAMERAS", "door=rtsp://door")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("POSE_INGEST_PORT=70000: a whole number from 0 to 65535")
                .hasMessageContaining("POSE_MAX_AGE_MS=0: a whole number from 1 to 3600000")
                .hasMessageContaining("POSE_CAMERAS=door=rtsp://door: not a camera");
    }

    @Test
    void refusesAQuotaForOneThatIsAboveThatForAll() {
        assertThatThrownBy(() -> from(Map.of("POSE_MAX_IN_FLIGHT", "3")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("POSE_MAX_IN_FLIGHT_PER_CAMERA=4");
    }

    @Test
    void refusesTwoCamerasOfOneName() {
        assertThatThrownBy(() -> from(Map.of("POSE_CAMERAS", "door=file:a,door=file:b")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("door is named twice");
    }

    @Test
    void opensItselfToOthersOnlyWhenTold() {
        assertThatThrownBy(() -> from(Map.of("POSE_INGEST_HOST", "0.0.0.0")))
                .hasMessageContaining("POSE_ALLOW_UNAUTHENTICATED=1");
        assertThat(from(Map.of("POSE_INGEST_HOST", "0.0.0.0", "POSE_ALLOW_UNAUTHENTICATED", "1"))
                        .host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void keepsSecretsOutOfTheLog() {
        assertThat(from(Map.of("POSE_KAFKA_SASL_JAAS_CONFIG", "password=hunter2")))
                .asString()
                .contains("sasl.jaas.config")
                .doesNotContain("hunter2");
    }

    @Test
    void keepsThePromisesOfTheProducerWhateverItIsTold() {
        Map<String, Object> settings = KafkaClients.producerSettings(
                Map.of("bootstrap.servers", "kafka:9092", "acks", "1", "transactional.id", "t", "linger.ms", "3"));
        assertThat(settings)
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", "3")
                .containsEntry("delivery.timeout.ms", 4000)
                .doesNotContainKey("transactional.id");
        assertThat((int) settings.get("max.request.size")).isGreaterThanOrEqualTo(Limits.MAX_RECORD_BYTES);
        assertThat(ProducerConfig.configNames()).containsAll(settings.keySet());
    }

    private static IngestConfig from(Map<String, String> variables) {
        return IngestConfig.from(new Environment(variables));
    }
}
