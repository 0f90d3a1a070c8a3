package io.posestream.trainer.metrics;

import io.posestream.inference.model.Detection;
import io.posestream.trainer.data.BoxedImage;
import io.posestream.trainer.data.Overlap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well persons were found, picture by picture. The most likely box takes the person it fits best, from an intersection
 * over union of {@value #RIGHT_FROM} on, and so forth; nobody is found twice. A box in a crowd's region counts for nothing. For
 * one thread.
 */
final class BoxScores {
    /** Share of {@link #LARGE} persons who were found. */
    static final String RECALL = "recall of large";

    /** Boxes of no labelled person, be it one that is small or was found already, a picture. */
    static final String FALSE_BOXES = "false boxes a picture";

    static final String AP50 = "AP50";
    static final String RECALL_OF_ALL = "recall";

    private static final double RIGHT_FROM = .5;

    /** Of the picture's height, as a large person's box has it at least. */
    private static final double LARGE = .25;

    /** COCO averages precision over recalls 0, .01 … 1. */
    private static final int RECALLS = 101;

    private final List<Judged> boxes = new ArrayList<>();
    private final List<Integer> personsByPicture = new ArrayList<>();
    private int persons;
    private int large;

    /** A found box: {@code right} if it took a person, {@code astray} if it fits none, taken or not. */
    private record Judged(
            int picture, double score, boolean right, boolean rightAndLarge, boolean astray, boolean ignored) {}

    /** @param heightPx of the picture */
    void add(List<Detection> found, BoxedImage truth, int heightPx) {
        personsByPicture.add(truth.persons().size());
        boolean[] isLarge = new boolean[truth.persons().size()];
        for (int p = 0; p < isLarge.length; p++) {
            float[] person = truth.persons().get(p);
            isLarge[p] = person[3] - person[1] > LARGE * heightPx;
            persons++;
            large += isLarge[p] ? 1 : 0;
        }
        boolean[] taken = new boolean[isLarge.length];
        for (Detection box : found.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .toList()) {
            int person = fitting(box.box(), truth.persons(), taken);
            boolean right = person >= 0;
            boolean inCrowd =
                    truth.doubtful().stream().anyMatch(crowd -> Overlap.share(box.box(), crowd) >= RIGHT_FROM);
            boolean astray =
                    !inCrowd && truth.persons().stream().noneMatch(p -> Overlap.iou(box.box(), p) >= RIGHT_FROM);
            boxes.add(new Judged(
                    personsByPicture.size() - 1,
                    box.score(),
                    right,
                    right && isLarge[person],
                    astray,
                    !right && inCrowd));
            if (right) {
                taken[person] = true;
            }
        }
    }

    /** The person not taken yet that it fits best; -1 if there is none. */
    private static int fitting(float[] box, List<float[]> persons, boolean[] taken) {
        int best = -1;
        double bestIou = RIGHT_FROM;
        for (int p = 0; p < taken.length; p++) {
            double iou = taken[p] ? 0 : Overlap.iou(box, persons.get(p));
            if (iou >= bestIou) {
                best = p;
                bestIou = iou;
            }
        }
        return best;
    }

    int persons() {
        return persons;
    }

    /** How many boxes of at least that score there are. */
    int found(double score) {
        return (int) boxes.stream().filter(box -> box.score >= score).count();
    }

    /** At that least score; AP50 over all scores. Shares are -1 where there is nobody to find. */
    Map<String, Double> figures(double score) {
        List<Judged> shown = boxes.stream().filter(box -> box.score >= score).toList();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(RECALL, share(shown.stream().filter(Judged::rightAndLarge).count(), large));
        figures.put(
                FALSE_BOXES,
                (double) shown.stream().filter(Judged::astray).count() / Math.max(1, personsByPicture.size()));
        figures.put(AP50, drawn().asItIs());
        figures.put(RECALL_OF_ALL, share(shown.stream().filter(Judged::right).count(), persons));
        return figures;
    }

    private static double share(long found, int all) {
        return all == 0 ? -1 : (double) found / all;
    }

    /** {@link #AP50}, to be drawn again; not after more was added. */
    DrawnScore drawn() {
        List<Judged> ranked = boxes.stream()
                .filter(box -> !box.ignored)
                .sorted(Comparator.comparingDouble(Judged::score).reversed())
                .toList();
        int peopled = (int) personsByPicture.stream().filter(n -> n > 0).count();
        return new DrawnScore(personsByPicture.size(), peopled, times -> averagePrecision(ranked, times));
    }

    /** @param times {@code [pictures]} that each is there */
    private double averagePrecision(List<Judged> ranked, int[] times) {
        long all = 0;
        for (int picture = 0; picture < times.length; picture++) {
            all += (long) times[picture] * personsByPicture.get(picture);
        }
        if (all == 0) {
            return -1;
        }
        double[] precision = new double[ranked.size()];
        double[] recall = new double[ranked.size()];
        long right = 0;
        long shown = 0;
        for (int i = 0; i < precision.length; i++) {
            int count = times[ranked.get(i).picture];
            right += ranked.get(i).right ? count : 0;
            shown += count;
            precision[i] = shown == 0 ? 0 : (double) right / shown;
            recall[i] = (double) right / all;
        }
        return mean(precision, recall);
    }

    /** Over the recalls, each with the best precision from there on. */
    private static double mean(double[] precision, double[] recall) {
        for (int i = precision.length - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        double sum = 0;
        int at = 0;
        for (int r = 0; r < RECALLS; r++) {
            while (at < recall.length && recall[at] < (double) r / (RECALLS - 1)) {
                at++;
            }
            sum += at < recall.length ? precision[at] : 0;
        }
        return sum / RECALLS;
    }
}
