package io.posestream.trainer.gate;

import io.posestream.trainer.metrics.DrawnScore;
import java.util.Arrays;
import java.util.Random;

/**
 * How far the difference of two models' scores may be chance: the data set's images are drawn again, as many as there are,
 * with replacement, and both models are scored on each draw. Images are drawn, not persons: those of one picture share its
 * light, its crowd and its blur, and stand or fall together. Both models see the same draw, so what makes a picture hard for
 * both cancels out (Efron and Tibshirani 1993, chapters 8 and 13: percentile interval).
 *
 * <p>The draws are the same each time: the same two models have the same interval.
 */
final class PairedBootstrap {
    static final int DRAWS = 1_000;

    /** Left out on either side: who is worse by just the margin passes once in forty times. */
    private static final double TAIL = .025;

    private static final long SEED = 21;

    private PairedBootstrap() {}

    /**
     * Of the candidate's score less the live one's, 95 % of the draws.
     *
     * @throws IllegalArgumentException if they are not of one data set
     */
    static Interval difference(DrawnScore candidate, DrawnScore live) {
        if (candidate.images() != live.images()) {
            throw new IllegalArgumentException(
                    candidate.images() + " images of the candidate, " + live.images() + " of the other");
        }
        int images = candidate.images();
        Random random = new Random(SEED);
        double[] differences = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] times = new int[images];
            for (int i = 0; i < images; i++) {
                times[random.nextInt(images)]++;
            }
            differences[draw] = difference(candidate.drawn(times), live.drawn(times));
        }
        Arrays.sort(differences);
        int left = (int) (TAIL * DRAWS);
        return new Interval(differences[left], differences[DRAWS - 1 - left]);
    }

    /** 0 on a draw with nobody in it, which data sets that are large enough to judge on do not have. */
    private static double difference(double candidate, double live) {
        return candidate >= 0 && live >= 0 ? candidate - live : 0;
    }
}
