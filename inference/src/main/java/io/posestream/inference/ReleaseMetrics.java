package io.posestream.inference;

import io.posestream.inference.registry.RefusalReason;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a worker counts of the releases that it follows. Any thread.
 *
 * <pre>
 * releases_loaded (over all slots) = count of release_load_seconds
 * </pre>
 *
 * A model that was loaded may never serve: what was wanted may have changed meanwhile. One that was tried serves without
 * being loaded again.
 */
final class ReleaseMetrics {
    private static final double[] SECONDS = {.05, .1, .2, .3, .5, .75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60, 120, 300};

    /** What a judge decides; the rest is for people. */
    private static final Set<Verdict> JUDGED = Set.of(Verdict.PROMOTED, Verdict.WITHDRAWN, Verdict.CLEARED);

    private final Counter loaded;
    private final Counter served;
    private final Counter refused;
    private final Counter registryFailures;
    private final Counter statusFailures;
    private final Counter decisions;
    private final Histogram load;

    ReleaseMetrics(CollectorRegistry registry) {
        loaded = Counter.build(
                        "posestream_releases_loaded", "Models fetched, loaded and tried out while others served.")
                .labelNames("slot")
                .register(registry);
        served = Counter.build("posestream_releases_served", "Exchanges of the model that serves.")
                .labelNames("slot")
                .register(registry);
        refused = Counter.build("posestream_releases_refused", "Releases that were not served, by the reason.")
                .labelNames("reason")
                .register(registry);
        registryFailures = Counter.build(
                        "posestream_registry_failures",
                        "Times that releases, rollouts or files of models could not be read.")
                .register(registry);
        statusFailures = Counter.build("posestream_status_failures", "Records of workers that Kafka did not confirm.")
                .register(registry);
        decisions = Counter.build(
                        "posestream_rollout_decisions",
                        "Decisions about candidates that this worker made as the judge.")
                .labelNames("verdict")
                .register(registry);
        load = Histogram.build(
                        "posestream_release_load_seconds", "From wanting a model to its being loaded and tried out.")
                .buckets(SECONDS)
                .register(registry);
        for (Slot slot : Slot.values()) {
            loaded.labels(slot.id());
            served.labels(slot.id());
        }
        for (Verdict verdict : JUDGED) {
            decisions.labels(label(verdict));
        }
        for (RefusalReason reason : RefusalReason.values()) {
            refused.labels(reason.id());
        }
    }

    void loaded(Slot slot, long nanos) {
        loaded.labels(slot.id()).inc();
        load.observe((double) nanos / TimeUnit.SECONDS.toNanos(1));
    }

    void served(Slot slot) {
        served.labels(slot.id()).inc();
    }

    void refused(RefusalReason reason) {
        refused.labels(reason.id()).inc();
    }

    void decided(Verdict verdict) {
        decisions.labels(label(verdict)).inc();
    }

    private static String label(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    void registryFailed() {
        registryFailures.inc();
    }

    void statusFailed() {
        statusFailures.inc();
    }
}
