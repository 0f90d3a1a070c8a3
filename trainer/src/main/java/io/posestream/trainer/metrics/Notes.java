package io.posestream.trainer.metrics;

import java.util.ArrayList;
import java.util.List;

/** Sentences under a table of figures. */
final class Notes {
    private static final int MAX_NAMED = 5;

    private Notes() {}

    /** What is broken: how much, and the first by name. */
    static List<String> refused(int count, List<String> named) {
        List<String> notes = new ArrayList<>();
        if (count > 0) {
            notes.add(count + " broken annotations left out");
            named.stream().limit(MAX_NAMED).forEach(notes::add);
        }
        return notes;
    }
}
