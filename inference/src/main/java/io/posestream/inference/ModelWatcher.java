package io.posestream.inference;

import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.RegistryException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows releases and rollouts on Kafka for as long as the worker runs, and has the models exchanged accordingly. While
 * they cannot be read, the models stay, and it tries again, ever more rarely. A thread of its own.
 */
final class ModelWatcher implements AutoCloseable {
    /** Between two looks; a look is one question to Kafka. */
    static final Duration PERIOD = Duration.ofMillis(200);

    /** A model that is being loaded when the worker stops; the runtime cannot be interrupted. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatcher.class);

    private final ModelRegistry registry;
    private final RolloutFollower follower;
    private final ReleaseMetrics metrics;
    private final BackOff backOff;
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /** Takes the registry over, and begins. */
    ModelWatcher(ModelRegistry registry, RolloutFollower follower, ReleaseMetrics metrics, LongSupplier nanoClock) {
        this.registry = registry;
        this.follower = follower;
        this.metrics = metrics;
        this.backOff = new BackOff(nanoClock);
        this.thread = new Thread(this::run, "model-watcher");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((which, fault) -> LOG.error("releases are followed no longer", fault));
        thread.start();
    }

    private void run() {
        try (registry) {
            do {
                if (backOff.due()) {
                    look();
                    looked.countDown();
                }
            } while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            looked.countDown();
        }
    }

    private void look() {
        try {
            follower.follow(this::isStopped);
            if (backOff.isFailing()) {
                LOG.info("releases and rollouts are read again");
            }
            backOff.succeeded();
        } catch (RegistryException e) {
            if (!isStopped()) {
                failed(e);
            }
        }
    }

    private void failed(RegistryException failure) {
        metrics.registryFailed();
        if (!backOff.isFailing()) {
            LOG.warn("releases and rollouts not read, the models stay reason=\"{}\"", failure.getMessage());
        }
        backOff.failed();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Waits until it has tried once to serve what the rollouts say.
     *
     * @return false: it still tries
     */
    boolean awaitFirstLook(Duration atMost) {
        try {
            return looked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** It ended by itself, which only a fault of ours makes it do; nobody follows releases any more. */
    boolean hasFailed() {
        return !isStopped() && !thread.isAlive();
    }

    /** Afterwards no model is exchanged any more. */
    @Override
    public void close() {
        stopped.countDown();
        registry.wakeUp();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
