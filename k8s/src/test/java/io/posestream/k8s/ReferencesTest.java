package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.listener.GenericKafkaListener;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names by which manifests refer to each other, which no API server compares. */
final class ReferencesTest {
    private static final String CLUSTER = "strimzi.io/cluster";

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void kafkaIsAskedWhereItListens(Manifests manifests) {
        Kafka kafka = manifests.one(Kafka.class, "posestream");
        assertThat(kafka.getSpec().getKafka().getListeners()).hasSize(1);
        GenericKafkaListener listener =
                kafka.getSpec().getKafka().getListeners().get(0);
        for (Container container : List.of(
                manifests.container("ingest"),
                manifests.container("inference"),
                Manifests.train().container("train"))) {
            // Strimzi names the Service.
            assertThat(ReadVariables.values(container))
                    .containsEntry("POSE_KAFKA_BOOTSTRAP_SERVERS", "posestream-kafka-bootstrap:" + listener.getPort())
                    .containsEntry("POSE_KAFKA_SECURITY_PROTOCOL", listener.isTls() ? "SSL" : "PLAINTEXT");
        }
        NetworkPolicy way = manifests.one(NetworkPolicy.class, "posestream-to-kafka");
        assertThat(way.getSpec().getEgress().get(0).getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(listener.getPort());
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void allOfKafkaIsOneCluster(Manifests manifests) {
        Stream.of(KafkaTopic.class, KafkaUser.class, KafkaNodePool.class)
                .flatMap(type -> manifests.of(type).stream())
                .forEach(each -> assertThat(each.getMetadata().getLabels()).containsEntry(CLUSTER, "posestream"));
    }

    /** Strimzi makes one for each user, and the cluster's certificate; the signing key is made by hand. */
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void secretsAreThoseOfKafkaAndItsUsers(Manifests manifests) {
        Set<String> made = new HashSet<>(Set.of("posestream-cluster-ca-cert"));
        Manifests.base()
                .of(KafkaUser.class)
                .forEach(user -> made.add(user.getMetadata().getName()));
        manifests.pods().forEach((name, pod) -> {
            Set<String> secrets = secrets(pod);
            assertThat(secrets.remove("posestream-signing-key")).as(name).isEqualTo(name.equals("train"));
            assertThat(secrets)
                    .as(name)
                    .containsExactlyInAnyOrder("posestream-cluster-ca-cert", "posestream-" + name)
                    .isSubsetOf(made);
            assertThat(manifests.container(name).getEnv())
                    .filteredOn(variable -> variable.getValueFrom() != null
                            && variable.getValueFrom().getSecretKeyRef() != null)
                    .allSatisfy(variable -> assertThat(
                                    variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("posestream-" + name));
        });
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void volumesAreThereAndMounted(Manifests manifests) {
        manifests.pods().forEach((name, pod) -> {
            assertThat(pod.getSpec().getVolumes())
                    .extracting(volume -> volume.getName())
                    .containsExactlyInAnyOrderElementsOf(manifests.container(name).getVolumeMounts().stream()
                            .map(mount -> mount.getName())
                            .toList());
            pod.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getPersistentVolumeClaim() != null)
                    .forEach(volume -> manifests.one(
                            PersistentVolumeClaim.class,
                            volume.getPersistentVolumeClaim().getClaimName()));
        });
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void selectorsFindTheirPods(Manifests manifests) {
        for (Deployment deployment : manifests.of(Deployment.class)) {
            String name = deployment.getMetadata().getName();
            assertThat(found(manifests, deployment.getSpec().getSelector())).containsExactly(name);
            assertThat(found(
                            manifests,
                            manifests
                                    .one(PodDisruptionBudget.class, name)
                                    .getSpec()
                                    .getSelector()))
                    .containsExactly(name);
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getTopologySpreadConstraints()
                    .forEach(spread -> assertThat(found(manifests, spread.getLabelSelector()))
                            .containsExactly(name));
        }
        assertThat(manifests.of(PodMonitor.class))
                .allSatisfy(
                        monitor -> assertThat(found(manifests, monitor.getSpec().getSelector()))
                                .containsExactly("inference", "ingest"));
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void portsOfServicesAndRulesAreThere(Manifests manifests) {
        Service ingest = manifests.one(Service.class, "ingest");
        for (ServicePort port : ingest.getSpec().getPorts()) {
            assertThat(ports(manifests.container("ingest")))
                    .contains(port.getTargetPort().getStrVal());
        }
        for (PodMonitor monitor : manifests.of(PodMonitor.class)) {
            monitor.getSpec().getPodMetricsEndpoints().forEach(endpoint -> {
                assertThat(ports(manifests.container("ingest"))).contains(endpoint.getPort());
                assertThat(ports(manifests.container("inference"))).contains(endpoint.getPort());
                assertThat(endpoint.getPath()).isEqualTo("/metrics");
            });
        }
        assertThat(ruled(manifests, "posestream-frames", "ingest")).containsExactly("frames");
        for (String service : List.of("ingest", "inference")) {
            assertThat(ruled(manifests, "posestream-metrics", service)).containsExactly("ops");
        }
    }

    /** Training is reached by nobody, and reaches Kafka. */
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void whatNoRuleAllowsIsForbiddenToAllPods(Manifests manifests) {
        NetworkPolicy nothing = manifests.one(NetworkPolicy.class, "posestream-nothing-else");
        assertThat(nothing.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(nothing.getSpec().getIngress()).isEmpty();
        assertThat(nothing.getSpec().getEgress()).isEmpty();
        assertThat(found(manifests, nothing.getSpec().getPodSelector())).containsExactly("inference", "ingest");
        NetworkPolicy kafka = manifests.one(NetworkPolicy.class, "posestream-to-kafka");
        assertThat(found(manifests, kafka.getSpec().getPodSelector())).containsExactly("inference", "ingest");
        for (NetworkPolicy policy : List.of(nothing, kafka)) {
            assertThat(found(Manifests.train(), policy.getSpec().getPodSelector()))
                    .containsExactly("train");
        }
    }

    private static List<String> found(Manifests manifests, LabelSelector selector) {
        assertThat(selector.getMatchLabels()).isNotEmpty();
        return manifests.pods().entrySet().stream()
                .filter(pod -> pod.getValue()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(selector.getMatchLabels().entrySet()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> ports(Container container) {
        return container.getPorts().stream().map(port -> port.getName()).toList();
    }

    /** The ports that a rule opens of a service's pods. */
    private static List<String> ruled(Manifests manifests, String rule, String service) {
        NetworkPolicy policy = manifests.one(NetworkPolicy.class, rule);
        assertThat(found(manifests, policy.getSpec().getPodSelector())).contains(service);
        List<String> opened = policy.getSpec().getIngress().stream()
                .flatMap(ingress -> ingress.getPorts().stream())
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getStrVal())
                .toList();
        assertThat(ports(manifests.container(service))).containsAll(opened);
        return opened;
    }

    private static Set<String> secrets(PodTemplateSpec pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .collect(Collectors.toSet());
    }
}
