package io.posestream.trainer.metrics;

import io.posestream.trainer.TrainingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of a data set that could not be read.
 *
 * @param named the first ten: file and reason
 */
public record RefusedImages(int total, List<String> named) {
    static final int MAX_NAMED = 10;

    static final RefusedImages NONE = new RefusedImages(0, List.of());

    public RefusedImages {
        named = List.copyOf(named);
    }

    /** @throws TrainingException if there are any */
    void requireNone() {
        if (total > 0) {
            throw new TrainingException(total + " images cannot be read, and all are needed: " + named.get(0));
        }
    }

    /** How many and what becomes of them, then the first by name; nothing where there are none. */
    public List<String> lines(String consequence) {
        List<String> lines = new ArrayList<>();
        if (total > 0) {
            lines.add((total == 1 ? "1 image" : total + " images") + " cannot be read: " + consequence);
            lines.addAll(named);
            if (total > named.size()) {
                lines.add("and " + (total - named.size()) + " more");
            }
        }
        return lines;
    }
}
