package io.posestream.trainer.metrics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * What a model scores on a data set, from 0 to 1, and what it would score if other images of it had been drawn. Two models'
 * on one data set have the same images in the same order. Immutable.
 *
 * @param images of the data set
 * @param peopled of these with somebody to judge
 * @param score takes {@code [images]}, how often each counts; NaN or below 0 where there is nobody to judge
 */
public record DrawnScore(int images, int peopled, ToDoubleFunction<int[]> score) {
    /** @param times {@code [images]} */
    public double drawn(int[] times) {
        return score.applyAsDouble(times);
    }

    /** On the data set as it is. */
    public double asItIs() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return drawn(once);
    }
}
