package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.posestream.schemas.Limits;
import io.posestream.schemas.TopicSpec;
import io.posestream.schemas.Topics;
import io.strimzi.api.kafka.model.kafka.JbodStorage;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.KafkaClusterSpec;
import io.strimzi.api.kafka.model.kafka.PersistentClaimStorage;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cluster and its topics are what the code's own lists say. */
final class KafkaTest {
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void topicsAreThoseOfTheCode(Manifests manifests) {
        Map<String, TopicSpec> written = written(manifests);
        TopicSpec frames = written.get(Topics.FRAMES);
        long bytes = Long.parseLong(frames.configs().get(TopicConfig.RETENTION_BYTES_CONFIG));
        Map<String, TopicSpec> wanted = Topics.specs(frames.partitions(), bytes).stream()
                .collect(Collectors.toMap(TopicSpec::name, spec -> spec));
        assertThat(written).containsExactlyInAnyOrderEntriesOf(wanted);
    }

    @Test
    void aClusterHasItsPartitions() {
        assertThat(written(Manifests.base()).get(Topics.FRAMES).partitions()).isEqualTo(Topics.CLUSTER_PARTITIONS);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void everyCopyHasABrokerAndOneMayBeAway(Manifests manifests) {
        int brokers = nodes(manifests).getSpec().getReplicas();
        Map<String, Object> config = cluster(manifests).getConfig();
        int leastCopies = (int) config.get("min.insync.replicas");
        assertThat(leastCopies).isEqualTo(brokers == 1 ? 1 : 2);
        assertThat(manifests.of(KafkaTopic.class))
                .extracting(topic -> topic.getSpec().getReplicas())
                .containsOnly(Math.min(brokers, 3));
        for (String copies : Set.of(
                "default.replication.factor",
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor")) {
            assertThat(config.get(copies)).as(copies).isEqualTo(Math.min(brokers, 3));
        }
        assertThat(config.get("transaction.state.log.min.isr")).isEqualTo(leastCopies);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void brokersTakeTheLargestFrameAndKnowTheirSettings(Manifests manifests) {
        Map<String, Object> config = cluster(manifests).getConfig();
        assertThat(KafkaConfig.configDef().names()).containsAll(config.keySet());
        assertThat(config.get("message.max.bytes")).isEqualTo(Limits.MAX_RECORD_BYTES);
        assertThat(config.get("replica.fetch.max.bytes")).isEqualTo(Limits.MAX_RECORD_BYTES);
        assertThat(config.get("auto.create.topics.enable")).isEqualTo(false);
    }

    /** Of the tests' broker, too. */
    @Test
    void theVersionIsThatOfTheClients() {
        assertThat(cluster(Manifests.base()).getVersion()).isEqualTo(AppInfoParser.getVersion());
    }

    @Test
    void theVideoFitsOnTheDisksWithRoomForSkeletons() {
        Manifests base = Manifests.base();
        TopicSpec frames = written(base).get(Topics.FRAMES);
        long perPartition = Long.parseLong(frames.configs().get(TopicConfig.RETENTION_BYTES_CONFIG))
                + Long.parseLong(frames.configs().get(TopicConfig.SEGMENT_BYTES_CONFIG));
        int brokers = nodes(base).getSpec().getReplicas();
        long onABroker = frames.partitions() * perPartition * 3 / brokers;
        assertThat(onABroker >> 30).isEqualTo(68); // as the comment says
        assertThat(diskBytes(base)).isGreaterThan(2 * onABroker);
    }

    private static long diskBytes(Manifests manifests) {
        JbodStorage disks = (JbodStorage) nodes(manifests).getSpec().getStorage();
        PersistentClaimStorage disk =
                (PersistentClaimStorage) disks.getVolumes().get(0);
        return Quantity.getAmountInBytes(new Quantity(disk.getSize())).longValueExact();
    }

    private static KafkaClusterSpec cluster(Manifests manifests) {
        return manifests.one(Kafka.class, "posestream").getSpec().getKafka();
    }

    private static KafkaNodePool nodes(Manifests manifests) {
        return manifests.one(KafkaNodePool.class, "node");
    }

    private static Map<String, TopicSpec> written(Manifests manifests) {
        Map<String, TopicSpec> written = new TreeMap<>();
        for (KafkaTopic topic : manifests.of(KafkaTopic.class)) {
            Map<String, String> config = new TreeMap<>();
            topic.getSpec().getConfig().forEach((key, value) -> config.put(key, value.toString()));
            String name = topic.getMetadata().getName();
            written.put(name, new TopicSpec(name, topic.getSpec().getPartitions(), config));
        }
        return written;
    }
}
