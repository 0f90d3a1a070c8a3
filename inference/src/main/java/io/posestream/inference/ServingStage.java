package io.posestream.inference;

import io.posestream.inference.model.GoldenSampleException;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.WarmUpException;
import io.posestream.inference.registry.RefusalReason;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.Slot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link Serving} as a {@link ModelWatcher} sees it. */
final class ServingStage implements ModelStage {
    private final Serving serving;
    private final ModelFolder folder;
    private final Trials trials;

    ServingStage(Serving serving, ModelFolder folder, Trials trials) {
        this.serving = serving;
        this.folder = folder;
        this.trials = trials;
    }

    /** What serves by itself, before any line-up. */
    Map<Slot, Staged> first() {
        Map<Slot, Staged> first = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            first.put(slot, serving.lineUp().served(slot).live());
        }
        return first;
    }

    @Override
    public Staged load(ReleasedModel released) {
        return loaded(() -> serving.load(released));
    }

    @Override
    public Staged loadFolder(Slot slot) {
        return loaded(() -> folder.with(slot, model -> serving.load(model)));
    }

    private static Staged loaded(Supplier<Loaded<?, ?>> load) {
        try {
            return load.get();
        } catch (WarmUpException e) {
            throw new UnservableException(RefusalReason.WARM_UP_FAILED, e.getMessage(), e);
        } catch (GoldenSampleException e) {
            throw new UnservableException(RefusalReason.GOLDEN_SAMPLE_DIFFERS, e.getMessage(), e);
        } catch (ModelException e) {
            throw new UnservableException(RefusalReason.LOAD_FAILED, e.getMessage(), e);
        }
    }

    @Override
    public void lineUp(Map<Slot, Part> parts) {
        LineUp next = serving.lineUp();
        for (Map.Entry<Slot, Part> part : parts.entrySet()) {
            Slot slot = part.getKey();
            next = next.with(slot, (Loaded<?, ?>) part.getValue().live(), candidate(slot, part.getValue()));
        }
        serving.lineUp(next);
    }

    private Optional<LineUp.Candidate> candidate(Slot slot, Part part) {
        if (part.tried().isEmpty()) {
            trials.end(slot);
        }
        return part.tried()
                .map(tried -> new LineUp.Candidate(
                        (Loaded<?, ?>) tried.model(),
                        tried.candidate().share(),
                        trials.of(
                                tried.trial(),
                                part.live().release(),
                                tried.model().release())));
    }

    @Override
    public void discard(Staged model) {
        serving.discard((Loaded<?, ?>) model);
    }
}
