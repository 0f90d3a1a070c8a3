package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variable of the manifests is one that the code reads and takes. */
final class VariablesTest {
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void ofAllContainersAreReadAndTaken(Manifests manifests) {
        assertThat(manifests.pods()).isNotEmpty();
        for (String pods : manifests.pods().keySet()) {
            assertThat(ReadVariables.problems(manifests.container(pods)))
                    .as("%s: %s", manifests, pods)
                    .isEmpty();
        }
    }

    @Test
    void aVariableThatNoServiceReadsIsFound() {
        assertThat(problems("inference", "POSE_STREAM_THREAD", "8"))
                .containsExactly("POSE_STREAM_THREAD is read by nobody in infer");
        assertThat(problems("inference", "HOME", "/tmp")).containsExactly("HOME is read by nobody in infer");
    }

    @Test
    void aVariableOfTheOtherServiceIsFound() {
        assertThat(problems("ingest", "POSE_STREAM_THREADS", "8"))
                .containsExactly("POSE_STREAM_THREADS is read by nobody in ingest");
        assertThat(problems("inference", "POSE_INGEST_PORT", "8080"))
                .containsExactly("POSE_INGEST_PORT is read by nobody in infer");
    }

    @Test
    void aPropertyThatNoKafkaClientHasIsFound() {
        assertThat(problems("ingest", "POSE_KAFKA_SSL_TRUSTSTOR_LOCATION", "x"))
                .containsExactly("POSE_KAFKA_SSL_TRUSTSTOR_LOCATION is read by nobody in ingest");
        assertThat(problems("inference", "POSE_KAFKA_COMMIT_INTERVAL_MS", "100"))
                .isEmpty();
    }

    @Test
    void aValueThatTheServiceRefusesIsFound() {
        assertThat(problems("inference", "POSE_MAX_PERSONS", "65"))
                .singleElement()
                .asString()
                .contains("1 to 64");
        assertThat(problems("ingest", "POSE_MAX_AGE_MS", "soon"))
                .singleElement()
                .asString()
                .contains("POSE_MAX_AGE_MS");
    }

    @Test
    void aVariableThatIsThereTwiceIsFound() {
        assertThat(problems("ingest", "POSE_INGEST_PORT", "8080")).containsExactly("POSE_INGEST_PORT is there twice");
    }

    /** Of the base's container with one more variable. */
    private static List<String> problems(String pods, String name, String value) {
        Container container = new ContainerBuilder(Manifests.base().container(pods))
                .addNewEnv()
                .withName(name)
                .withValue(value)
                .endEnv()
                .build();
        return ReadVariables.problems(container);
    }
}
