package io.posestream.trainer.recipe;

import io.posestream.inference.model.FlipTest;
import java.util.List;

/**
 * How the student is judged on the way and at the end.
 *
 * @param every steps
 */
public record ValidationPlan(int every, FlipTest flip, List<String> sets) {
    public ValidationPlan {
        sets = List.copyOf(sets);
    }

    static ValidationPlan of(Section section) {
        try (section) {
            return new ValidationPlan(
                    section.integer("every", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                    section.optionalChoice("flip", FlipTest.class).orElse(FlipTest.NONE),
                    section.texts("sets"));
        }
    }
}
