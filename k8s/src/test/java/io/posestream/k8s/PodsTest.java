package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.posestream.inference.InferenceConfig;
import io.posestream.inference.WorkerNeeds;
import io.posestream.ingest.IngestConfig;
import io.posestream.ingest.IngestNeeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How pods listen, are asked how they are, begin, end, and what they may do, held to the services' own settings. */
final class PodsTest {
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void portsAreThoseThatTheServicesListenOn(Manifests manifests) {
        Container ingest = manifests.container("ingest");
        IngestConfig ofIngest = new IngestNeeds(ReadVariables.values(ingest)).config();
        assertThat(ofIngest.host()).isEqualTo("0.0.0.0");
        assertThat(ports(ingest))
                .containsExactlyInAnyOrderEntriesOf(Map.of("frames", ofIngest.port(), "ops", ofIngest.opsPort()));
        Container inference = manifests.container("inference");
        InferenceConfig ofInference = new WorkerNeeds(ReadVariables.values(inference)).config();
        assertThat(ofInference.host()).isEqualTo("0.0.0.0");
        assertThat(ports(inference)).containsExactlyInAnyOrderEntriesOf(Map.of("ops", ofInference.opsPort()));
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void startAndLifeAreAskedAtLiveAndReadinessAtReady(Manifests manifests) {
        for (Container container : List.of(manifests.container("ingest"), manifests.container("inference"))) {
            assertAsks(container.getStartupProbe(), "/live");
            assertAsks(container.getLivenessProbe(), "/live");
            assertAsks(container.getReadinessProbe(), "/ready");
            // Once started, a pod is not ended for a moment's trouble.
            Probe life = container.getLivenessProbe();
            assertThat(life.getPeriodSeconds() * life.getFailureThreshold()).isBetween(10, 60);
        }
        // Ingest waits so long for its broker before it gives up by itself.
        Probe start = manifests.container("ingest").getStartupProbe();
        assertThat(start.getPeriodSeconds() * start.getFailureThreshold()).isGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void aPodHasTheTimeToEndThatItsCodeTakes(Manifests manifests) {
        Duration ingest = new IngestNeeds(ReadVariables.values(manifests.container("ingest"))).longestStop();
        Duration inference = new WorkerNeeds(ReadVariables.values(manifests.container("inference"))).longestStop();
        assertThat(timeToEnd(manifests, "ingest")).isGreaterThan(ingest);
        assertThat(timeToEnd(manifests, "inference")).isGreaterThan(inference);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void aRolloutTakesNoPodAwayBeforeItsSuccessorIsReady(Manifests manifests) {
        assertThat(manifests.of(Deployment.class)).hasSize(2).allSatisfy(deployment -> {
            RollingUpdateDeployment rolling = deployment.getSpec().getStrategy().getRollingUpdate();
            assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
            assertThat(rolling.getMaxSurge().getIntVal()).isPositive();
            assertThat(deployment.getSpec().getMinReadySeconds()).isPositive();
            assertThat(deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void podsMayDoNothingButTheirWork(Manifests manifests) {
        for (PodTemplateSpec pod : manifests.pods().values()) {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getHostNetwork()).isNull();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            for (Container container : spec.getContainers()) {
                SecurityContext may = container.getSecurityContext();
                assertThat(may.getReadOnlyRootFilesystem()).isTrue();
                assertThat(may.getAllowPrivilegeEscalation()).isFalse();
                assertThat(may.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(may.getCapabilities().getAdd()).isEmpty();
            }
        }
    }

    /** Native libraries are unpacked there; elsewhere nothing is written. */
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void onlyTemporaryFilesAndTheTrainingVolumeCanBeWritten(Manifests manifests) {
        manifests.pods().forEach((name, pod) -> {
            List<String> writable = new ArrayList<>();
            for (VolumeMount mount : manifests.container(name).getVolumeMounts()) {
                if (!Boolean.TRUE.equals(mount.getReadOnly())) {
                    writable.add(mount.getMountPath());
                }
            }
            assertThat(writable)
                    .as(name)
                    .containsExactlyElementsOf(
                            name.equals("train") ? List.of("/tmp", "/var/lib/posestream") : List.of("/tmp"));
            assertThat(pod.getSpec().getVolumes())
                    .filteredOn(volume -> volume.getEmptyDir() != null)
                    .allSatisfy(volume ->
                            assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull());
        });
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#everything")
    void filesOfVariablesLieInMountedVolumes(Manifests manifests) {
        for (String name : manifests.pods().keySet()) {
            Container container = manifests.container(name);
            ReadVariables.values(container).forEach((variable, value) -> {
                if (value.startsWith("/etc/")) {
                    assertThat(container.getVolumeMounts())
                            .as(variable)
                            .anySatisfy(mount -> assertThat(value).startsWith(mount.getMountPath() + "/"));
                }
            });
        }
    }

    private static Map<String, Integer> ports(Container container) {
        Map<String, Integer> ports = new TreeMap<>();
        container.getPorts().forEach(port -> ports.put(port.getName(), port.getContainerPort()));
        return ports;
    }

    private static void assertAsks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("ops");
    }

    /** After preStop. */
    private static Duration timeToEnd(Manifests manifests, String of) {
        PodSpec spec = manifests.pods().get(of).getSpec();
        Container container = manifests.container(of);
        long sleeps = container.getLifecycle() == null
                ? 0
                : container.getLifecycle().getPreStop().getSleep().getSeconds();
        return Duration.ofSeconds(spec.getTerminationGracePeriodSeconds() - sleeps);
    }
}
