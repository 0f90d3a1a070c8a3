package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Mistakes that an API server would take in silence, or refuse only in the cluster. */
final class StrictReaderTest {
    private final StrictReader reader = new StrictReader();

    @Test
    void anUnknownFieldIsRefused() {
        assertRefused("ingest.yaml", "minReadySeconds: 10", "minReadySecond: 10", "minReadySecond");
        assertRefused("ingest.yaml", "readOnlyRootFilesystem", "readOnlyRootFileSystem", "readOnlyRootFileSystem");
        assertRefused("kafka.yaml", "entityOperator:", "entityOperators:", "entityOperators");
        assertRefused("kafka.yaml", "kraftMetadata: shared", "kraftMetaData: shared", "kraftMetaData");
        assertRefused("topics.yaml", "  partitions: 64", "  partition: 64", "partition");
        assertRefused("users.yaml", "patternType: literal", "pattern: literal", "pattern");
        assertRefused("network.yaml", "namespaceSelector:", "namespacesSelector:", "namespacesSelector");
    }

    @Test
    void aFieldThatStrimziHasGivenUpIsRefused() {
        assertRefused("kafka.yaml", "    version: 4.3.1", "    version: 4.3.1\n    replicas: 3", "replicas");
        assertRefused("users.yaml", "operations: [Describe, Read]", "operation: Read", "operation");
    }

    @Test
    void aRepeatedFieldIsRefused() {
        assertRefused("ingest.yaml", "  replicas: 2", "  replicas: 2\n  replicas: 3", "replicas");
    }

    @Test
    void aNumberOrTruthIsNoText() {
        assertRefused("ingest.yaml", "value: \"8080\"", "value: 8080", "env");
        assertRefused(
                "ingest.yaml", "posestream.io/kafka-client: \"true\"", "posestream.io/kafka-client: true", "labels");
    }

    @Test
    void aTextIsNoNumber() {
        assertRefused("ingest.yaml", "replicas: 2", "replicas: \"2\"", "replicas");
        assertRefused("ingest.yaml", "containerPort: 8080", "containerPort: \"8080\"", "containerPort");
    }

    @Test
    void anUnknownKindOrVersionIsRefused() {
        assertRefused("topics.yaml", "kafka.strimzi.io/v1\n", "kafka.strimzi.io/v1beta2\n", "v1beta2 KafkaTopic");
        assertRefused("ingest.yaml", "policy/v1\n", "policy/v1beta1\n", "policy/v1beta1");
    }

    /** The base's file is read, and with the change it is not. */
    private void assertRefused(String file, String text, String instead, String named) {
        String yaml = Manifests.text(Path.of("base", file));
        assertThat(yaml).contains(text);
        assertThat(reader.read(file, yaml)).isNotEmpty();
        assertThatThrownBy(() -> reader.read(file, yaml.replace(text, instead)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(named);
    }
}
