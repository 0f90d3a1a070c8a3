package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Device;
import io.posestream.inference.registry.RevokedReleases;
import io.posestream.inference.registry.SigningKey;
import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceConfigTest {
    @Test
    void hasADefaultForAllButTheModels() {
        InferenceConfig config = from(Map.of());
        int cores = Runtime.getRuntime().availableProcessors();

        assertThat(config.models()).isEqualTo(Path.of("/models"));
        assertThat(config.device()).isEqualTo(Device.CPU);
        assertThat(config.streamThreads()).isEqualTo(Math.min(512, 4 * cores));
        assertThat(config.minScore()).isEqualTo(.3);
        assertThat(config.maxPersons()).isEqualTo(64);
        assertThat(config.batchWait()).isZero();
        assertThat(config.batchTimeLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.applicationId()).isEqualTo("posestream");
        assertThat(config.exactlyOnce()).isFalse();
        assertThat(config.trust().keys().isEmpty()).isTrue();
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.opsPort()).isEqualTo(8082);
        assertThat(config.kafka()).containsOnly(Map.entry("bootstrap.servers", "127.0.0.1:9092"));
    }

    @Test
    void readsEveryVariable(@TempDir Path folder) throws IOException {
        SigningKey key = SigningKey.generate();
        key.write(folder);
        Path revoked = Files.writeString(folder.resolve("revoked"), "pose/3\n");
        InferenceConfig config = from(Map.ofEntries(
                Map.entry("POSE_DEVICE", "cuda"),
                Map.entry("POSE_STREAM_THREADS", "17"),
                Map.entry("POSE_MIN_SCORE", "0.5"),
                Map.entry("POSE_MAX_PERSONS", "3"),
                Map.entry("POSE_BATCH_WAIT_MS", "7"),
                Map.entry("POSE_BATCH_TIME_LIMIT_MS", "900"),
                Map.entry("POSE_APPLICATION_ID", "other"),
                Map.entry("POSE_EXACTLY_ONCE", "1"),
                Map.entry(
                        "POSE_TRUSTED_KEYS",
                        folder.resolve(SigningKey.PUBLIC_FILE).toString()),
                Map.entry("POSE_REVOKED_RELEASES", revoked.toString()),
                Map.entry("POSE_INFERENCE_HOST", "0.0.0.0"),
                Map.entry("POSE_ALLOW_UNAUTHENTICATED", "1"),
                Map.entry("POSE_INFERENCE_OPS_PORT", "0"),
                Map.entry("POSE_KAFKA_BOOTSTRAP_SERVERS", "broker:9092")));

        assertThat(config.device()).isEqualTo(Device.CUDA);
        assertThat(config.streamThreads()).isEqualTo(17);
        assertThat(config.minScore()).isEqualTo(.5);
        assertThat(config.maxPersons()).isEqualTo(3);
        assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(7));
        assertThat(config.batchTimeLimit()).isEqualTo(Duration.ofMillis(900));
        assertThat(config.applicationId()).isEqualTo("other");
        assertThat(config.exactlyOnce()).isTrue();
        assertThat(config.trust().keys().ids()).containsExactly(key.id());
        assertThat(config.trust().revoked()).isNotEqualTo(RevokedReleases.NONE);
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.opsPort()).isZero();
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void aGpuWaitsForItsBatches() {
        assertThat(from(Map.of("POSE_DEVICE", "cuda")).batchWait()).isEqualTo(Duration.ofMillis(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "POSE_DEVICE;tpu;one of cpu, cuda",
                "POSE_STREAM_THREADS;0;from 1 to 512",
                "POSE_STREAM_THREADS;513;from 1 to 512",
                "POSE_MIN_SCORE;1.1;from 0.0 to 1.0",
                "POSE_MIN_SCORE;NaN;from 0.0 to 1.0",
                "POSE_MAX_PERSONS;65;from 1 to 64",
                "POSE_BATCH_WAIT_MS;1001;from 0 to 1000",
                "POSE_BATCH_TIME_LIMIT_MS;99;from 100 to 120000",
                "POSE_EXACTLY_ONCE;twice;1 or 0",
                "POSE_TRUSTED_KEYS;no-such-file;no-such-file: no such file",
                "POSE_REVOKED_RELEASES;no-such-file;no-such-file: no such file",
                "POSE_INFERENCE_HOST;0.0.0.0;POSE_ALLOW_UNAUTHENTICATED=1",
                "POSE_INFERENCE_OPS_PORT;65536;from 0 to 65535",
            })
    void namesTheVariableItsValueAndItsRange(String name, String value, String range) {
        assertThatThrownBy(() -> from(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + "=" + value + ": ")
                .hasMessageContaining(range);
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        Environment environment = new Environment(Map.of("POSE_DEVICE", "tpu", "POSE_MAX_PERSONS", "many"));

        assertThatThrownBy(() -> InferenceConfig.from(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("POSE_MODELS is not set", "POSE_DEVICE=tpu", "POSE_MAX_PERSONS=many");
    }

    static InferenceConfig from(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.putIfAbsent("POSE_MODELS", "/models");
        return InferenceConfig.from(new Environment(all));
    }
}
