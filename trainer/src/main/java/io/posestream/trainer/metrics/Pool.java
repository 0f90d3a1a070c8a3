package io.posestream.trainer.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The found persons of all images, ranked by score against each other. One thread fills it, in the order of images; then it
 * is for all threads.
 */
final class Pool {
    private record Ranked(int image, double score, Verdict[] verdicts) {}

    private final List<Ranked> found = new ArrayList<>();
    private final List<Integer> truths = new ArrayList<>();

    /** @param persons who are to be found in it */
    void addImage(int persons) {
        truths.add(persons);
    }

    /** @param verdicts {@code [thresholds]} on a person of the last image */
    void addFound(double score, Verdict[] verdicts) {
        found.add(new Ranked(truths.size() - 1, score, verdicts));
    }

    /** Ranks all; due once it is filled, and before anything is asked of it. */
    void rank() {
        found.sort(Comparator.comparingDouble(person -> 0.0 - person.score));
    }

    int images() {
        return truths.size();
    }

    /** Images with somebody to find. */
    int peopled() {
        return (int) truths.stream().filter(persons -> persons > 0).count();
    }

    CocoScores.Curves curves() {
        int[] once = new int[truths.size()];
        Arrays.fill(once, 1);
        return curves(once);
    }

    /**
     * As if each image were there so many times.
     *
     * @param times {@code [images]}
     */
    CocoScores.Curves curves(int[] times) {
        int thresholds = CocoScores.THRESHOLDS.length;
        double[][] precision = new double[thresholds][CocoScores.RECALLS.length];
        double[] recall = new double[thresholds];
        long all = 0;
        for (int image = 0; image < times.length; image++) {
            all += (long) times[image] * truths.get(image);
        }
        if (all == 0) {
            Arrays.stream(precision).forEach(row -> Arrays.fill(row, -1));
            Arrays.fill(recall, -1);
            return new CocoScores.Curves(precision, recall);
        }
        for (int threshold = 0; threshold < thresholds; threshold++) {
            recall[threshold] = curve(threshold, times, all, precision[threshold]);
        }
        return new CocoScores.Curves(precision, recall);
    }

    /** Fills a row of precisions and returns the recall in the end. */
    private double curve(int threshold, int[] times, long all, double[] precisions) {
        double[] recalls = new double[found.size()];
        double[] precise = new double[found.size()];
        double right = 0;
        double wrong = 0;
        for (int i = 0; i < precise.length; i++) {
            Ranked person = found.get(i);
            Verdict verdict = person.verdicts[threshold];
            right += verdict == Verdict.RIGHT ? times[person.image] : 0;
            wrong += verdict == Verdict.WRONG ? times[person.image] : 0;
            recalls[i] = right / all;
            precise[i] = right / (wrong + right + Math.ulp(1.0));
        }
        for (int i = precise.length - 1; i > 0; i--) {
            precise[i - 1] = Math.max(precise[i - 1], precise[i]);
        }
        int at = 0;
        for (int r = 0; r < precisions.length; r++) {
            while (at < recalls.length && recalls[at] < CocoScores.RECALLS[r]) {
                at++;
            }
            precisions[r] = at < recalls.length ? precise[at] : 0;
        }
        return recalls.length == 0 ? 0 : recalls[recalls.length - 1];
    }
}
