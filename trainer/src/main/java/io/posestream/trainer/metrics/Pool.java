package io.posestream.trainer.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The found persons of all images, ranked by score against each other. One thread fills it, in the order of images. */
final class Pool {
    private record Ranked(double score, Verdict[] verdicts) {}

    private final List<Ranked> found = new ArrayList<>();
    private long truths;

    void addTruths(long count) {
        truths += count;
    }

    /** @param verdicts {@code [thresholds]} */
    void addFound(double score, Verdict[] verdicts) {
        found.add(new Ranked(score, verdicts));
    }

    CocoScores.Curves curves() {
        int thresholds = CocoScores.THRESHOLDS.length;
        double[][] precision = new double[thresholds][CocoScores.RECALLS.length];
        double[] recall = new double[thresholds];
        if (truths == 0) {
            Arrays.stream(precision).forEach(row -> Arrays.fill(row, -1));
            Arrays.fill(recall, -1);
            return new CocoScores.Curves(precision, recall);
        }
        found.sort(Comparator.comparingDouble(person -> 0.0 - person.score));
        for (int threshold = 0; threshold < thresholds; threshold++) {
            recall[threshold] = curve(threshold, precision[threshold]);
        }
        return new CocoScores.Curves(precision, recall);
    }

    /** Fills a row of precisions and returns the recall in the end. */
    private double curve(int threshold, double[] precisions) {
        double[] recalls = new double[found.size()];
        double[] precise = new double[found.size()];
        double right = 0;
        double wrong = 0;
        for (int i = 0; i < precise.length; i++) {
            Verdict verdict = found.get(i).verdicts[threshold];
            right += verdict == Verdict.RIGHT ? 1 : 0;
            wrong += verdict == Verdict.WRONG ? 1 : 0;
            recalls[i] = right / truths;
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
