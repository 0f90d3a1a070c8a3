package io.posestream.trainer.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Annotations that were left out: all are counted, and of those that are broken the first are kept by name. Filled by a
 * reader, on one thread.
 */
public final class Refusals {
    /** Enough to see what is wrong with a file; a set of other people's may hold a hundred thousand. */
    static final int MAX_NAMED = 100;

    /** Of those, what people are told. */
    private static final int MAX_TOLD = 10;

    private final Map<Refusal, Integer> counts = new EnumMap<>(Refusal.class);
    private final List<String> named = new ArrayList<>();

    void add(Refusal reason, String annotation) {
        counts.merge(reason, 1, Integer::sum);
        if (reason.broken() && named.size() < MAX_NAMED) {
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

    /** The first hundred that are broken: annotation and reason. */
    public List<String> named() {
        return List.copyOf(named);
    }

    /** For people: a line with all counts, then the first ten that are broken; nothing where nothing was left out. */
    public List<String> lines() {
        if (counts.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(total() + " annotations left out: " + this));
        named.stream().limit(MAX_TOLD).forEach(lines::add);
        int broken = counts.keySet().stream()
                .filter(Refusal::broken)
                .mapToInt(this::count)
                .sum();
        if (broken > MAX_TOLD) {
            lines.add("and " + (broken - MAX_TOLD) + " more that are broken");
        }
        return lines;
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
