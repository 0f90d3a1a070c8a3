package io.posestream.inference;

import io.posestream.inference.model.JpegDecoder;
import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Limits;
import io.posestream.schemas.TopicAdmin;
import io.posestream.schemas.Topics;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running worker: models and whoever exchanges them, the Streams application, health and metrics. */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    static final Duration ADMIN_CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final int MAX_REPLACED_THREADS_A_MINUTE = 5;

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final InferenceMetrics metrics;
    private final Admin admin;
    private final PosePipeline pipeline;
    private final ReleaseFollowing following;
    private final KafkaStreams streams;
    private final OpsServer ops;
    private volatile boolean broken;
    private final Budget restarts = new Budget(MAX_REPLACED_THREADS_A_MINUTE, Duration.ofMinutes(1), System::nanoTime);

    /**
     * Loads the models, tries to serve the releases that are live now, and joins the group; returns then,
     * {@link #running} tells when it poses.
     *
     * @throws io.posestream.inference.model.ModelException if a model cannot be served
     * @throws ConfigurationException if the topics are not as they must be
     */
    public Worker(InferenceConfig config, CollectorRegistry registry) {
        metrics = new InferenceMetrics(registry);
        boolean started = false;
        try {
            admin = Admin.create(config.kafka());
            closers.push(() -> admin.close(ADMIN_CLOSE_LIMIT));
            checkTopics();
            config.trust().log();
            // Without a key nothing is ever tried beside anything.
            Serving serving =
                    Serving.open(config, metrics, !config.trust().keys().isEmpty());
            closers.push(serving::close);
            pipeline = serving.pipeline();
            following = ReleaseFollowing.start(config, serving, registry);
            closers.push(following::close);
            streams = streams(config);
            closers.push(() -> streams.close(
                    CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(CLOSE_LIMIT)));
            ops = openOps(config, registry);
            closers.push(ops::close);
            following.awaitFirstLook();
            streams.start();
            started = true;
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigurationException("POSE_KAFKA_…: " + cause.getMessage());
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private KafkaStreams streams(InferenceConfig config) {
        JpegDecoder decoder = new JpegDecoder(Limits.MAX_FRAME_PIXELS);
        SourcePositions positions = new KafkaSourcePositions(admin, config.applicationId(), Topics.FRAMES);
        QueueHeads heads = new QueueHeads();
        KafkaStreams unstarted = new KafkaStreams(
                PoseTopology.build(
                        () -> new PoseProcessor(decoder, pipeline, positions, heads, metrics, MicroClock.SYSTEM),
                        heads),
                StreamsSettings.of(config, stateDir()));
        metrics.streamThreads(config.streamThreads(), () -> aliveThreads(unstarted));
        unstarted.setUncaughtExceptionHandler(this::afterFailure);
        unstarted.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                broken = true;
            }
        });
        return unstarted;
    }

    private static int aliveThreads(KafkaStreams streams) {
        return (int) streams.metadataForLocalThreads().stream()
                .filter(thread -> !thread.threadState().equals("PENDING_SHUTDOWN")
                        && !thread.threadState().equals("DEAD"))
                .count();
    }

    private OpsServer openOps(InferenceConfig config, CollectorRegistry registry) {
        try {
            return new OpsServer(
                    config.host(), config.opsPort(), this::livenessProblem, this::readinessProblem, registry);
        } catch (IOException e) {
            throw new ConfigurationException("POSE_INFERENCE_OPS_PORT=" + config.opsPort() + ": cannot listen on "
                    + config.host() + ": " + e.getMessage());
        }
    }

    private void checkTopics() {
        List<String> differences = new TopicAdmin(admin).differences(Topics.specs(Topics.CLUSTER_PARTITIONS, 1));
        if (!differences.isEmpty()) {
            throw new ConfigurationException(String.join("; ", differences));
        }
    }

    /** Streams wants the name of a folder that no other process has; nothing here keeps state, so it stays empty. */
    private static Path stateDir() {
        try {
            Path dir = Files.createTempDirectory("posestream-streams");
            dir.toFile().deleteOnExit();
            return dir;
        } catch (IOException e) {
            throw new ConfigurationException("no temporary folder can be made: " + e.getMessage());
        }
    }

    private StreamThreadExceptionResponse afterFailure(Throwable failure) {
        if (pipeline.alive() && restarts.take()) {
            LOG.error("a stream thread failed and is replaced", failure);
            metrics.threadReplaced();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("the worker cannot go on", failure);
        broken = true;
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private Optional<String> livenessProblem() {
        if (!pipeline.alive()) {
            return Optional.of("a model does not answer");
        }
        if (following.hasFailed()) {
            return Optional.of("releases are followed no longer");
        }
        return broken ? Optional.of("too many stream threads failed") : Optional.empty();
    }

    private Optional<String> readinessProblem() {
        KafkaStreams.State state = streams.state();
        boolean ready = state == KafkaStreams.State.RUNNING || state == KafkaStreams.State.REBALANCING;
        return ready ? livenessProblem() : Optional.of("Kafka Streams is " + state);
    }

    /** It has its partitions and poses what comes. */
    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING
                && livenessProblem().isEmpty();
    }

    /** The port of health and metrics. */
    public int opsPort() {
        return ops.port();
    }

    public WorkerProgress progress() {
        return metrics.progress();
    }

    /** It is broken for good and has to be replaced. */
    public boolean broken() {
        return livenessProblem().isPresent();
    }

    /** Finishes the frames in work, commits, and leaves the group, so that others take over at once. */
    @Override
    public synchronized void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
