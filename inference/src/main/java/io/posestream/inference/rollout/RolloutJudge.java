package io.posestream.inference.rollout;

import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.ModelRegistry.Ends;
import io.posestream.inference.registry.RegistryException;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.inference.registry.TakenOverException;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about candidates by what the workers say: one that anything speaks against goes; one that has shown enough goes
 * live, or is said to have nothing against it, as its rollout wants. It writes only after it has taken over the writing,
 * and by what stands there then; so of any number of judges and commands at a time each decides by what the others did.
 * What it knows it can find out again: another goes on where it is gone. One thread.
 */
final class RolloutJudge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutJudge.class);

    private final ModelRegistry registry;
    private final Supplier<RolloutWriter> takeOver;
    private final String by;
    private final LongSupplier epochMicros;
    private final Consumer<Decision> told;
    private final Map<TrialId, Long> firstSeenNanos = new HashMap<>();
    private Map<Slot, Rollout> rollouts = Map.of();
    private Ends ends = new Ends(-1, -1);

    /**
     * Takes the registry over.
     *
     * @param takeOver for each decision a writer, which fences whoever wrote before
     * @param by who this judge is, in decisions
     * @param told each decision that was written
     */
    RolloutJudge(
            ModelRegistry registry,
            Supplier<RolloutWriter> takeOver,
            String by,
            LongSupplier epochMicros,
            Consumer<Decision> told) {
        this.registry = registry;
        this.takeOver = takeOver;
        this.by = by;
        this.epochMicros = epochMicros;
        this.told = told;
    }

    /**
     * Looks at all candidates, and decides what can be decided.
     *
     * @param nowNanos by the clock of {@link Fleet#hear}
     * @throws RegistryException if Kafka cannot be read or written; what was written nevertheless is found the next time
     */
    void consider(Fleet fleet, long nowNanos) {
        Ends now = registry.ends();
        if (!now.equals(ends)) {
            rollouts = registry.rollouts();
            ends = now;
        }
        remember(nowNanos);
        for (Rollout rollout : rollouts.values()) {
            if (decided(rollout, fleet, nowNanos).isPresent()) {
                decide(rollout.slot(), fleet, nowNanos);
            }
        }
    }

    private void remember(long nowNanos) {
        var running = rollouts.values().stream()
                .flatMap(rollout -> TrialId.of(rollout).stream())
                .collect(Collectors.toSet());
        firstSeenNanos.keySet().retainAll(running);
        running.forEach(trial -> firstSeenNanos.putIfAbsent(trial, nowNanos));
    }

    private void decide(Slot slot, Fleet fleet, long nowNanos) {
        AtomicReference<Decision> decision = new AtomicReference<>();
        try (RolloutWriter writer = takeOver.get()) {
            writer.change(slot, now -> {
                Optional<Rollout> after = decided(now, fleet, nowNanos);
                decision.set(after.flatMap(Rollout::decision).orElse(null));
                return after.orElse(now);
            });
        } catch (TakenOverException e) {
            LOG.info("decision put off slot={} reason=\"{}\"", slot.id(), e.getMessage());
            return; // looked at anew the next time
        }
        if (decision.get() != null) {
            LOG.info(
                    "decided slot={} release={} verdict={} reason=\"{}\"",
                    slot.id(),
                    decision.get().release().map(Object::toString).orElse(""),
                    decision.get().verdict(),
                    decision.get().reason());
            told.accept(decision.get());
        }
    }

    /** What becomes of a rollout; empty: nothing yet. */
    private Optional<Rollout> decided(Rollout rollout, Fleet fleet, long nowNanos) {
        return judgement(rollout, fleet, nowNanos).flatMap(judgement -> {
            Candidate candidate = rollout.candidate().orElseThrow();
            if (!judgement.vetoes().isEmpty()) {
                return Optional.of(rollout.withdrawn(decision(Verdict.WITHDRAWN, candidate, judgement)));
            }
            if (!judgement.isClear()) {
                return Optional.empty();
            }
            return switch (candidate.afterwards()) {
                case PROMOTE ->
                    Optional.of(rollout.promoted(
                            candidate.changeLayout(), decision(Verdict.PROMOTED, candidate, judgement)));
                case WAIT ->
                    isCleared(rollout)
                            ? Optional.empty()
                            : Optional.of(rollout.cleared(decision(Verdict.CLEARED, candidate, judgement)));
            };
        });
    }

    private Optional<Judgement> judgement(Rollout rollout, Fleet fleet, long nowNanos) {
        return TrialId.of(rollout).flatMap(trial -> {
            // Earlier a worker may not have heard of the trial: its refusal is of a former one.
            long since = nowNanos - firstSeenNanos.getOrDefault(trial, nowNanos);
            return Judgement.of(
                    rollout,
                    fleet.statuses(),
                    since < Fleet.DEAD_AFTER.toNanos() ? List.of() : fleet.refusals(trial.candidate(), nowNanos));
        });
    }

    private static boolean isCleared(Rollout rollout) {
        return rollout.decision()
                .filter(decision -> decision.verdict() == Verdict.CLEARED)
                .isPresent();
    }

    private Decision decision(Verdict verdict, Candidate candidate, Judgement judgement) {
        return new Decision(
                verdict,
                Optional.of(candidate.release()),
                by,
                epochMicros.getAsLong(),
                judgement.reason(),
                judgement.numbers());
    }

    @Override
    public void close() {
        registry.close();
    }
}
