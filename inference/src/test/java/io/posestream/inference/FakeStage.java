package io.posestream.inference;

import io.posestream.inference.registry.RefusalReason;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads names only, or fails as it is told to; remembers what served. */
final class FakeStage implements ModelStage {
    /** What a test makes happen while a model is being loaded. */
    private final Map<String, Runnable> whileLoading = new HashMap<>();

    private final Map<Slot, Part> parts = new EnumMap<>(Slot.class);
    private final List<String> loaded = new ArrayList<>();
    private final List<String> discarded = new ArrayList<>();

    /** Only its name matters; each is another, as sessions are. */
    static final class Named implements Staged {
        private final ReleaseRef release;

        Named(ReleaseRef release) {
            this.release = release;
        }

        @Override
        public ReleaseRef release() {
            return release;
        }
    }

    static Staged folder(Slot slot) {
        return new Named(new ReleaseRef(slot, "folder", "f".repeat(64)));
    }

    void whileLoading(String name, Runnable step) {
        whileLoading.put(name, step);
    }

    void failsToLoad(String name, RefusalReason reason) {
        whileLoading.put(name, () -> {
            throw new UnservableException(reason, "told to", null);
        });
    }

    @Override
    public Staged load(ReleasedModel released) {
        return loaded(released.release().ref());
    }

    @Override
    public Staged loadFolder(Slot slot) {
        return loaded(folder(slot).release());
    }

    private Staged loaded(ReleaseRef release) {
        whileLoading.getOrDefault(release.name(), () -> {}).run();
        loaded.add(release.name());
        return new Named(release);
    }

    @Override
    public void lineUp(Map<Slot, Part> next) {
        parts.putAll(next);
    }

    @Override
    public void discard(Staged model) {
        discarded.add(model.release().name());
    }

    /** The names of the models that it has loaded, in order. */
    List<String> loaded() {
        return loaded;
    }

    List<String> discarded() {
        return discarded;
    }

    String live(Slot slot) {
        return parts.containsKey(slot) ? parts.get(slot).live().release().name() : "folder";
    }

    /** The name of what is tried, or an empty one. */
    String tried(Slot slot) {
        return parts.containsKey(slot)
                ? parts.get(slot)
                        .tried()
                        .map(tried -> tried.model().release().name())
                        .orElse("")
                : "";
    }
}
