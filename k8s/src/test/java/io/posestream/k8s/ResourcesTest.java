package io.posestream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.posestream.inference.InferenceConfig;
import io.posestream.inference.WorkerNeeds;
import io.posestream.inference.model.Device;
import io.posestream.ingest.IngestNeeds;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Topics;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory, processors, threads and GPUs are enough for what the code may take, and not more than it can use. */
final class ResourcesTest {
    private static final Pattern HEAP_PERCENT = Pattern.compile("-XX:MaxRAMPercentage=([0-9]+)");

    /** Of a heap: classes' data, short-lived objects, and room for the collector. */
    private static final long OTHER_HEAP_BYTES = 256L << 20;

    /** Beside the heap: code, threads' stacks, Kafka's and Vert.x's buffers, ONNX Runtime with small models. */
    private static final long OTHER_NATIVE_BYTES = 512L << 20;

    private static final int BYTES_A_PIXEL = 3;

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void theHeapOfAWorkerHoldsTheRecordsThatItMayHave(Manifests manifests) {
        Container container = manifests.container("inference");
        WorkerNeeds needs = new WorkerNeeds(ReadVariables.values(container));
        int brokers = manifests.one(KafkaNodePool.class, "node").getSpec().getReplicas();
        assertThat(heapBytes(container))
                .isGreaterThan(needs.recordBytes(brokers, partitions(manifests)) + OTHER_HEAP_BYTES);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void besideTheHeapAWorkerHasRoomForItsPictures(Manifests manifests) {
        Container container = manifests.container("inference");
        InferenceConfig config = new WorkerNeeds(ReadVariables.values(container)).config();
        long decoded = config.device() == Device.CUDA ? config.streamThreads() : cores(container);
        assertThat(limit(container, "memory") - heapBytes(container))
                .isGreaterThan(decoded * Limits.MAX_FRAME_PIXELS * BYTES_A_PIXEL + OTHER_NATIVE_BYTES);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void theHeapOfAnIngestHoldsTheFramesThatItMayHave(Manifests manifests) {
        Container container = manifests.container("ingest");
        IngestNeeds needs = new IngestNeeds(ReadVariables.values(container));
        assertThat(heapBytes(container)).isGreaterThan(needs.frameBytes() + OTHER_HEAP_BYTES);
        assertThat(limit(container, "memory") - heapBytes(container)).isGreaterThan(OTHER_NATIVE_BYTES);
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void allWorkersThreadsHaveAPartition(Manifests manifests) {
        int threads = new WorkerNeeds(ReadVariables.values(manifests.container("inference")))
                .config()
                .streamThreads();
        assertThat(mostReplicas(manifests) * threads).isLessThanOrEqualTo(partitions(manifests));
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void theAutoscalerAloneCounts(Manifests manifests) {
        Deployment inference = manifests.one(Deployment.class, "inference");
        for (HorizontalPodAutoscaler scaler : manifests.of(HorizontalPodAutoscaler.class)) {
            assertThat(scaler.getSpec().getScaleTargetRef().getName()).isEqualTo("inference");
            assertThat(scaler.getSpec().getScaleTargetRef().getApiVersion()).isEqualTo(inference.getApiVersion());
            assertThat(inference.getSpec().getReplicas()).isNull();
        }
        assertThat(manifests.of(HorizontalPodAutoscaler.class))
                .hasSize(manifests.name().equals("cpu") ? 1 : 0);
    }

    /** A process counts its cores by the limit. */
    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void aWorkerHasTheCoresThatItSees(Manifests manifests) {
        Container container = manifests.container("inference");
        Map<String, Quantity> requests = container.getResources().getRequests();
        if (!manifests.name().equals("laptop")) { // shares
            assertThat(requests).isEqualTo(container.getResources().getLimits());
        }
        assertThat(limit(container, "cpu")).isPositive();
    }

    @ParameterizedTest
    @MethodSource("io.posestream.k8s.Manifests#services")
    void aGpuAndItsImageGoWithItsDevice(Manifests manifests) {
        Container container = manifests.container("inference");
        Device device =
                new WorkerNeeds(ReadVariables.values(container)).config().device();
        boolean gpu = container.getResources().getLimits().containsKey("nvidia.com/gpu");
        assertThat(gpu)
                .isEqualTo(device == Device.CUDA)
                .isEqualTo(manifests.name().equals("gpu"));
        assertThat(container.getImage().startsWith("posestream-cuda")).isEqualTo(gpu);
    }

    private static int mostReplicas(Manifests manifests) {
        return manifests.of(HorizontalPodAutoscaler.class).stream()
                .map(scaler -> scaler.getSpec().getMaxReplicas())
                .findFirst()
                .orElseGet(() ->
                        manifests.one(Deployment.class, "inference").getSpec().getReplicas());
    }

    private static int partitions(Manifests manifests) {
        return manifests.one(KafkaTopic.class, Topics.FRAMES).getSpec().getPartitions();
    }

    private static long cores(Container container) {
        return limit(container, "cpu");
    }

    private static long limit(Container container, String resource) {
        return Quantity.getAmountInBytes(container.getResources().getLimits().get(resource))
                .longValueExact();
    }

    private static long heapBytes(Container container) {
        Matcher percent = HEAP_PERCENT.matcher(ReadVariables.values(container).get("POSE_JAVA_OPTS"));
        assertThat(percent.find()).isTrue();
        return limit(container, "memory") * Integer.parseInt(percent.group(1)) / 100;
    }
}
