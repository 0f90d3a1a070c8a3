package io.posestream.trainer.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Annotations that were left out: all are counted, the first are kept by name. Filled by a reader, on one thread. */
public final class Refusals {
    /** Enough to see what is wrong with a file; a set of other people's may hold a hundred thousand. */
    static final int MAX_NAMED = 100;

    private final Map<Refusal, Integer> counts = new EnumMap<>(Refusal.class);
    private final List<String> named = new ArrayList<>();

    void add(Refusal reason, String annotation) {
        counts.merge(reason, 1, Integer::sum);
        if (named.size() < MAX_NAMED) {
            named.add(annotation + ": " + reason);
        }
    }

    void malformed(String annotation, String what) {
        add(Refusal.MALFORMED, annotation + " (" + what + ")");
    }

    public int count(Refusal reason) {
        return counts.getOrDefault(reason, 0);
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The first hundred: annotation and reason. */
    public List<String> named() {
        return List.copyOf(named);
    }

    /** As {@code 6 a crowd, 120 no labelled keypoint}. */
    @Override
    public String toString() {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }
}
