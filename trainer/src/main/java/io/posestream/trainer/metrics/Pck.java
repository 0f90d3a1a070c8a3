package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import java.util.Collection;
import java.util.List;

/**
 * Percentage of correct keypoints: those nearer to their label than a share of some length of the person. Only labelled
 * keypoints are judged; one that a model does not give (0, 0 with score 0) is wrong. Counts up; for one thread.
 */
public final class Pck {
    /** Labels, and how many of them were found where they are. */
    record Hits(long right, long all) {
        /** 0 to 100; NaN of none. */
        double percent() {
            return 100.0 * right / all;
        }
    }

    private final KeypointLayout layout;
    private final double share;
    private final boolean inclusive;
    private final int[] labelled;
    private final int[] correct;

    /**
     * @param share of the person's length
     * @param inclusive whether exactly that far off is still correct
     */
    public Pck(KeypointLayout layout, double share, boolean inclusive) {
        this.layout = layout;
        this.share = share;
        this.inclusive = inclusive;
        this.labelled = new int[layout.size()];
        this.correct = new int[layout.size()];
    }

    /**
     * Judges a person.
     *
     * @param truth {@code [3 * K]} x, y in image pixels and visibility
     * @param found {@code [3 * K]} x, y in image pixels and score
     * @param lengthPx of the person, in image pixels
     */
    public void add(float[] truth, float[] found, double lengthPx) {
        for (int k = 0; k < labelled.length; k++) {
            if (truth[3 * k + 2] > 0) {
                labelled[k]++;
                boolean given = found[3 * k] != 0 || found[3 * k + 1] != 0 || found[3 * k + 2] != 0;
                double distance =
                        Math.hypot((double) found[3 * k] - truth[3 * k], (double) found[3 * k + 1] - truth[3 * k + 1])
                                / lengthPx;
                correct[k] += given && (inclusive ? distance <= share : distance < share) ? 1 : 0;
            }
        }
    }

    public KeypointLayout layout() {
        return layout;
    }

    public int labelled(int keypoint) {
        return labelled[keypoint];
    }

    /** 0 to 100; NaN where nothing is labelled. */
    public double percent(int keypoint) {
        return 100.0 * correct[keypoint] / labelled[keypoint];
    }

    /** The plain mean over these keypoints, as MPII's table groups left and right; NaN where nothing is labelled. */
    public double group(List<String> keypoints) {
        return keypoints.stream()
                .mapToInt(layout::indexOf)
                .filter(k -> k >= 0)
                .mapToDouble(this::percent)
                .average()
                .orElse(Double.NaN);
    }

    /** Over all labels of all keypoints but these: each keypoint weighs as often as it is labelled. */
    public double mean(Collection<String> but) {
        return hits(but).percent();
    }

    /** Labels of all keypoints but these, and how many of them were hit. */
    Hits hits(Collection<String> but) {
        long all = 0;
        long right = 0;
        for (int k = 0; k < labelled.length; k++) {
            if (!but.contains(layout.keypoints().get(k))) {
                all += labelled[k];
                right += correct[k];
            }
        }
        return new Hits(right, all);
    }

    /** Over the keypoints that are labelled at all, each weighing the same. */
    public double plainMean() {
        return group(layout.keypoints().stream()
                .filter(name -> labelled[layout.indexOf(name)] > 0)
                .toList());
    }
}
