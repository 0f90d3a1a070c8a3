package io.posestream.inference;

import io.posestream.inference.ModelStage.Part;
import io.posestream.inference.ModelStage.Staged;
import io.posestream.inference.ModelStage.UnservableException;
import io.posestream.inference.SlotState.Held;
import io.posestream.inference.SlotState.Missing;
import io.posestream.inference.registry.Checked;
import io.posestream.inference.registry.ModelRegistry;
import io.posestream.inference.registry.RefusalReason;
import io.posestream.inference.registry.RegistryException;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.SignedRelease;
import io.posestream.schemas.Slot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a worker serves to what the rollouts say, one model after the other; the live ones first. On any doubt the
 * model stays. What was refused is not tried again before its record changes; what could not be fetched is. One thread.
 */
final class RolloutFollower {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutFollower.class);

    private final ModelRegistry registry;
    private final ServingRules rules;
    private final ModelStage stage;
    private final WorkerReport report;
    private final ReleaseMetrics metrics;
    private final LongSupplier nanoClock;
    private final RolloutReading reading;
    private final Refusals refusals;

    private final Map<Slot, SlotState> states = new EnumMap<>(Slot.class);
    private final Map<Slot, BackOff> backOffs = new EnumMap<>(Slot.class);

    /** @param folder the models that serve now */
    RolloutFollower(
            ModelRegistry registry,
            ServingRules rules,
            ModelStage stage,
            Map<Slot, ? extends Staged> folder,
            WorkerReport report,
            ReleaseMetrics metrics,
            LongSupplier nanoClock) {
        this.registry = registry;
        this.rules = rules;
        this.stage = stage;
        this.report = report;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.reading = new RolloutReading(registry, rules.trust(), nanoClock);
        this.refusals = new Refusals(report, metrics);
        folder.forEach((slot, model) -> states.put(slot, SlotState.of(model, report.nowMicros())));
        states.keySet().forEach(slot -> backOffs.put(slot, new BackOff(nanoClock)));
        report.serves(states);
    }

    /**
     * Looks whether there is something new, or to be tried again, and does all that can be done now.
     *
     * @param stopped looked at between two models
     * @throws RegistryException if releases or rollouts cannot be read
     */
    void follow(BooleanSupplier stopped) {
        boolean news = read(false);
        boolean again = backOffs.values().stream().anyMatch(backOff -> backOff.isFailing() && backOff.due());
        if (!news && !again) {
            return;
        }
        settle(Optional.empty());
        boolean more = true;
        // Whatever was loaded, something else may be wanted by then, of another slot, too.
        while (more) {
            more = false;
            for (Slot slot : states.keySet()) {
                more |= !stopped.getAsBoolean() && backOffs.get(slot).due() && step(slot, stopped);
            }
        }
    }

    /** @return there is something new */
    private boolean read(boolean atOnce) {
        boolean news = reading.read(atOnce);
        if (news) {
            refusals.forgetAllBut(reading.rollouts().values());
            // What failed before need not be what is wanted now.
            backOffs.values().forEach(BackOff::succeeded);
        }
        return news;
    }

    /** @return something was loaded, so that there may be more to do */
    private boolean step(Slot slot, BooleanSupplier stopped) {
        Optional<Missing> missing = states.get(slot).missing(reading.wanted(slot));
        if (missing.isEmpty() || missing.get().release().filter(this::isRefused).isPresent()) {
            return false;
        }
        long started = nanoClock.getAsLong();
        Optional<Held> fresh = load(slot, missing.get());
        if (fresh.isEmpty()) {
            return false;
        }
        metrics.loaded(slot, nanoClock.getAsLong() - started);
        if (!stopped.getAsBoolean()) {
            wantedStill(slot);
            settle(fresh);
        }
        if (!states.get(slot).uses(fresh.get().model())) {
            stage.discard(fresh.get().model());
        }
        return true;
    }

    private boolean isRefused(ReleaseId id) {
        return refusals.stands(id, reading.releases().find(id));
    }

    /** What was loaded for seconds may have been taken back meanwhile. If nobody can tell, it was not. */
    private void wantedStill(Slot slot) {
        try {
            read(true);
        } catch (RegistryException e) {
            LOG.warn("rollouts not read again slot={} reason=\"{}\"", slot.id(), e.getMessage());
        }
    }

    private Optional<Held> load(Slot slot, Missing missing) {
        Optional<Staged> loaded = Optional.empty();
        report.loads(slot, missing.release());
        try {
            loaded = missing.release()
                    .map(id -> released(id, missing.candidate()))
                    .orElseGet(() -> Optional.of(stage.loadFolder(slot)));
            backOffs.get(slot).succeeded();
        } catch (RegistryException e) {
            tryAgain(slot, missing, e);
        } catch (UnservableException e) {
            if (missing.release().isPresent()) {
                ReleaseId id = missing.release().get();
                refusals.refuse(id, reading.releases().find(id), e.reason(), e.getMessage());
            } else {
                tryAgain(slot, missing, e);
            }
        } finally {
            report.loads(slot, Optional.empty());
        }
        return loaded.map(model -> new Held(missing.release(), model, report.nowMicros()));
    }

    private void tryAgain(Slot slot, Missing missing, RuntimeException failure) {
        BackOff backOff = backOffs.get(slot);
        if (!backOff.isFailing()) {
            LOG.warn(
                    "model not loaded, tried again slot={} release={} reason=\"{}\"",
                    slot.id(),
                    missing.release().map(ReleaseId::toString).orElse("folder"),
                    failure.getMessage());
        }
        metrics.registryFailed();
        backOff.failed();
    }

    /** @return empty: it is refused */
    private Optional<Staged> released(ReleaseId id, Optional<Candidate> candidate) {
        Optional<SignedRelease> signed = reading.releases().find(id);
        Checked<ReleasedModel> checked = signed.map(record ->
                        judge(id, record, candidate).then(release -> registry.fetch(id, record, rules.trust())))
                .orElseGet(() -> missing(id));
        checked.refusal().ifPresent(refused -> refusals.refuse(id, signed, refused.reason(), refused.detail()));
        checked.value()
                .filter(released -> released.release().golden().isEmpty())
                .ifPresent(unchecked -> LOG.warn(
                        "release without an answer to the golden sample, so that what it answers here is not checked"
                                + " release={}",
                        id));
        return checked.value().map(stage::load);
    }

    private Checked<ReleasedModel> missing(ReleaseId id) {
        return reading.releases().unreadable().contains(id.toString())
                ? Checked.refused(
                        RefusalReason.MALFORMED,
                        "its record on topic models is none, or of a form that is not known here")
                : Checked.refused(
                        RefusalReason.NOT_PUBLISHED, "a rollout names it, but there is no such record on topic models");
    }

    private Checked<ModelRelease> judge(ReleaseId id, SignedRelease record, Optional<Candidate> candidate) {
        Slot slot = id.slot();
        return rules.judge(
                id,
                record,
                candidate,
                reading.wanted(slot).rollout(),
                reading.releases(),
                states.get(slot).live().model().release());
    }

    /** Lines up what is wanted of what is loaded. */
    private void settle(Optional<Held> fresh) {
        Map<Slot, SlotState> next = new EnumMap<>(Slot.class);
        states.forEach((slot, state) -> next.put(
                slot,
                state.towards(
                        reading.wanted(slot),
                        fresh.filter(held -> held.model().release().slot() == slot),
                        report.nowMicros())));
        if (next.equals(states)) {
            return;
        }
        Map<Slot, Part> parts = new EnumMap<>(Slot.class);
        next.forEach((slot, state) -> parts.put(slot, state.part()));
        stage.lineUp(parts);
        next.forEach((slot, state) -> announce(slot, states.put(slot, state), state));
        report.serves(states);
    }

    private void announce(Slot slot, SlotState before, SlotState now) {
        if (!now.live().equals(before.live())) {
            metrics.served(slot);
            LOG.info(
                    "model serves slot={} release={} {}",
                    slot.id(),
                    named(now.live()),
                    now.live().model().release());
        }
        if (!now.trial().equals(before.trial())) {
            LOG.info(
                    "model tried slot={} release={} how={}",
                    slot.id(),
                    now.trial().map(trial -> named(trial.held())).orElse("none"),
                    now.trial().map(trial -> trial.candidate().toString()).orElse("not at all"));
        }
    }

    private static String named(Held held) {
        return held.release().map(ReleaseId::toString).orElse("folder");
    }
}
