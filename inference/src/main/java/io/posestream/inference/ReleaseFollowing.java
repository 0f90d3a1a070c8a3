package io.posestream.inference;

import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.registry.LayoutRule;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.RegistryException;
import io.posestream.inference.rollout.Judging;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows the releases on Kafka in a worker, says on Kafka what came of it, and stands ready to judge those that are
 * tried.
 */
final class ReleaseFollowing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseFollowing.class);

    /** How long reading a topic may take: the largest model at 1 MB/s. */
    private static final Duration READ_LIMIT = Duration.ofMinutes(5);

    /** How long a worker waits for the first look before it joins its group: fetching, loading and warming up both. */
    private static final Duration FIRST_LOOK_LIMIT = Duration.ofSeconds(60);

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final ModelWatcher watcher;

    private ReleaseFollowing(InferenceConfig config, RolloutFollower follower, Said said, ModelRegistry models) {
        boolean started = false;
        try {
            StatusWriter status = new StatusWriter(said.report, StatusWriter.producer(config.kafka()), said.metrics);
            closers.push(status::close);
            watcher = new ModelWatcher(models, follower, said.metrics, System::nanoTime);
            closers.push(watcher::close);
            // Whoever believes no release has nothing to judge by.
            if (!config.trust().keys().isEmpty()) {
                Judging judging = Judging.start(
                        config.kafka(),
                        said.report.worker(),
                        MicroClock.SYSTEM::micros,
                        decision -> said.metrics.decided(decision.verdict()));
                closers.push(judging::close);
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** What a worker says of itself: to those who read topics, and to those who scrape it. */
    private record Said(WorkerReport report, ReleaseMetrics metrics) {}

    static ReleaseFollowing start(InferenceConfig config, Serving serving, CollectorRegistry registry) {
        ReleaseMetrics metrics = new ReleaseMetrics(registry);
        ModelFolder folder = new ModelFolder(config.models());
        Trials trials = new Trials();
        String device = ModelFolder.usable(config.device()).name().toLowerCase(Locale.ROOT);
        WorkerReport report = new WorkerReport(newWorker(), device, MicroClock.SYSTEM, trials::counts);
        ServingStage stage = new ServingStage(serving, folder, trials);
        LayoutRule layouts =
                new LayoutRule(Optional.of(folder.show(Slot.POSE).contract().keypoints()));
        ModelRegistry models = ModelRegistry.open(config.kafka(), READ_LIMIT);
        ServingRules rules = new ServingRules(config.trust(), layouts, endedWhileLoading(models));
        RolloutFollower follower =
                new RolloutFollower(models, rules, stage, stage.first(), report, metrics, System::nanoTime);
        LOG.info("worker is {}", report.worker());
        return new ReleaseFollowing(config, follower, new Said(report, metrics), models);
    }

    private static Map<ReleaseId, Long> endedWhileLoading(ModelRegistry models) {
        long nowMillis = System.currentTimeMillis();
        try {
            return ServingRules.endedWhileLoading(
                    models.workers(nowMillis - ServingRules.ENDED_WITHIN.toMillis()), nowMillis * 1000);
        } catch (RegistryException e) {
            LOG.warn("what other workers have said cannot be read reason=\"{}\"", e.getMessage());
            return Map.of();
        }
    }

    /** Of this process, and of no other before or after it. */
    private static String newWorker() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + unique;
        } catch (UnknownHostException e) { // a machine whose own name means nothing to it
            return "worker-" + unique;
        }
    }

    /** Waits until it has tried once to serve what the rollouts say; not for ever. */
    void awaitFirstLook() {
        if (!watcher.awaitFirstLook(FIRST_LOOK_LIMIT)) {
            LOG.warn("releases not ready after {} s, the models stay until they are", FIRST_LOOK_LIMIT.toSeconds());
        }
    }

    /** Nobody follows releases any more, by a fault of ours. */
    boolean hasFailed() {
        return watcher.hasFailed();
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
