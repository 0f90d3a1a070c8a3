package io.posestream.trainer.gate;

import io.posestream.trainer.TrainingException;
import io.posestream.trainer.metrics.Benchmark;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a candidate is asked to show.
 *
 * @param sets on each of which it must pass; none of them was learnt from
 * @param margin by which it may be below the live model, from 0 to 1
 * @param atLeast what it must score, whatever serves, from 0 to 1
 */
public record GatePlan(List<Benchmark> sets, double margin, OptionalDouble atLeast) {
    /** Two points of a hundred: less would take more labelled pictures than most have to be shown. */
    public static final double USUAL_MARGIN = .02;

    public GatePlan {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new TrainingException("a gate without a data set measures nothing; name one");
        }
        if (new HashSet<>(sets).size() < sets.size()) {
            throw new TrainingException("a gate has a data set twice; name each once");
        }
        require("margin", margin);
        atLeast.ifPresent(floor -> require("least score", floor));
    }

    private static void require(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new TrainingException("a " + what + " of " + share + "; 0 to 1 is needed");
        }
    }
}
