package io.posestream.inference;

import io.posestream.inference.model.Device;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import io.posestream.schemas.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * A worker's settings. From the environment:
 *
 * <pre>
 * POSE_MODELS                folder with detector.onnx and pose.onnx; required
 * POSE_DEVICE                cpu or cuda                                     cpu
 * POSE_STREAM_THREADS        frames in work at a time, 1 to 512              4 a core
 * POSE_CPU_FRAMES            frames computed at a time on a CPU, 1 to 512    one a core
 * POSE_MIN_SCORE             least score of a person, 0 to 1                 0.3
 * POSE_MAX_PERSONS           persons per frame, 1 to 64                      64
 * POSE_BATCH_WAIT_MS         longest wait for a batch to fill, 0 to 1000     0 (cpu), 2 (cuda)
 * POSE_BATCH_TIME_LIMIT_MS   a batch this old means a dead worker            10000
 * POSE_APPLICATION_ID        Kafka Streams application, the consumer group   posestream
 * POSE_EXACTLY_ONCE          1: no frame has two fates, at a price in delay  0
 * POSE_TRUSTED_KEYS          files with the public keys whose releases are served, separated by commas
 * POSE_REVOKED_RELEASES      file that names releases that are not served any more
 * POSE_INFERENCE_HOST        address of health and metrics                   127.0.0.1
 * POSE_INFERENCE_OPS_PORT    their port, 0 for any                           8082
 * POSE_ALLOW_UNAUTHENTICATED 1 allows an address that others reach           0
 * POSE_KAFKA_…               any property of the Kafka clients
 * </pre>
 *
 * @param cpuFrames each has models of its own, which run on cores ÷ cpuFrames threads
 * @param trust whose releases are served; without a key only the folder's models are
 * @param kafka properties for every Kafka client; they win over our own
 */
public record InferenceConfig(
        Path models,
        Device device,
        int streamThreads,
        int cpuFrames,
        double minScore,
        int maxPersons,
        Duration batchWait,
        Duration batchTimeLimit,
        String applicationId,
        boolean exactlyOnce,
        Trust trust,
        String host,
        int opsPort,
        Properties kafka) {

    private static final int MAX_THREADS = 512;

    /** @throws ConfigurationException naming every variable that is wrong */
    public static InferenceConfig from(Environment environment) {
        Device device = environment.choice("POSE_DEVICE", Device.CPU, Device.class);
        int cores = Runtime.getRuntime().availableProcessors();
        InferenceConfig config = new InferenceConfig(
                Path.of(environment.required("POSE_MODELS", "the folder with detector.onnx and pose.onnx")),
                device,
                environment.number("POSE_STREAM_THREADS", Math.min(MAX_THREADS, 4 * cores), 1, MAX_THREADS),
                environment.number("POSE_CPU_FRAMES", Math.min(MAX_THREADS, cores), 1, MAX_THREADS),
                environment.decimal("POSE_MIN_SCORE", .3, 0, 1),
                environment.number("POSE_MAX_PERSONS", Limits.MAX_PERSONS, 1, Limits.MAX_PERSONS),
                environment.millis(
                        "POSE_BATCH_WAIT_MS",
                        Duration.ofMillis(device == Device.CUDA ? 2 : 0),
                        Duration.ZERO,
                        Duration.ofSeconds(1)),
                environment.millis(
                        "POSE_BATCH_TIME_LIMIT_MS",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(2)),
                environment.text("POSE_APPLICATION_ID", "posestream"),
                environment.flag("POSE_EXACTLY_ONCE"),
                Trust.from(environment),
                environment.listenHost("POSE_INFERENCE_HOST"),
                environment.number("POSE_INFERENCE_OPS_PORT", 8082, 0, 65535),
                environment.kafka());
        environment.check();
        return config;
    }
}
