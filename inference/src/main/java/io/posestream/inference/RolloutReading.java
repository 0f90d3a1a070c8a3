package io.posestream.inference;

import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.ModelRegistry.Ends;
import io.posestream.inference.registry.Releases;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rollouts and the releases that they name, as they stood on Kafka when they were last read: the rollouts first, and
 * of the releases only those. So whatever else somebody writes to {@code models} costs no memory here; and a topic that
 * somebody keeps writing to is read once a second in the long run. One thread.
 */
final class RolloutReading {
    /** A few changes in a row are seen at once. */
    private static final int MOST_AT_ONCE = 5;

    private static final Duration PERIOD = Duration.ofSeconds(MOST_AT_ONCE);

    private final ModelRegistry registry;
    private final Trust trust;
    private final Budget rolloutReadings;
    private final Budget releaseReadings;

    private Ends seen = new Ends(-1, -1);
    private Map<Slot, Rollout> rollouts = Map.of();
    private Set<ReleaseId> named = Set.of();
    private Releases releases = new Releases(new TreeMap<>(), List.of());
    private Map<ReleaseId, String> digests = Map.of();
    /** Something was read that was not yet told: what was to be read after it failed. */
    private boolean news;

    RolloutReading(ModelRegistry registry, Trust trust, LongSupplier nanoClock) {
        this.registry = registry;
        this.trust = trust;
        this.rolloutReadings = new Budget(MOST_AT_ONCE, PERIOD, nanoClock);
        this.releaseReadings = new Budget(MOST_AT_ONCE, PERIOD, nanoClock);
    }

    /**
     * Reads what has changed. After a failure what was read before stands.
     *
     * @param atOnce however often the rollouts were read
     * @return there is something new
     * @throws io.posestream.inference.registry.RegistryException if it cannot be read
     */
    boolean read(boolean atOnce) {
        Ends ends = registry.ends();
        if (ends.rollouts() != seen.rollouts() && (atOnce || rolloutReadings.take())) {
            rollouts = registry.rollouts();
            news = true;
            seen = new Ends(seen.models(), ends.rollouts());
        }
        Set<ReleaseId> names = names(rollouts.values());
        boolean others = !names.equals(named);
        // Nobody writes new names faster than rollouts are read.
        if (others || (ends.models() != seen.models() && !names.isEmpty() && releaseReadings.take())) {
            Releases before = releases;
            releases = registry.releases(names::contains);
            named = names;
            seen = new Ends(ends.models(), seen.rollouts());
            digests = digests();
            news |= others || !before.byId().equals(releases.byId());
        }
        boolean told = news;
        news = false;
        return told;
    }

    /** Those that are to be served or tried, and those whose layout they must keep. */
    private static Set<ReleaseId> names(Collection<Rollout> rollouts) {
        return rollouts.stream()
                .flatMap(rollout -> Stream.of(
                        rollout.live().stream(),
                        rollout.candidate().map(Candidate::release).stream(),
                        rollout.previous().stream().limit(1)))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }

    private Map<ReleaseId, String> digests() {
        Map<ReleaseId, String> believed = new HashMap<>();
        releases.byId()
                .forEach((id, signed) ->
                        trust.verify(id, signed).value().ifPresent(release -> believed.put(id, release.sha256())));
        return believed;
    }

    Map<Slot, Rollout> rollouts() {
        return rollouts;
    }

    SlotState.Wanted wanted(Slot slot) {
        return new SlotState.Wanted(rollouts.getOrDefault(slot, Rollout.untouched(slot)), digests);
    }

    /** Those that rollouts name. */
    Releases releases() {
        return releases;
    }
}
