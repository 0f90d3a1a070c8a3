package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MPII's PCKh: PCK by the size of the head, which is .6 of its box's diagonal. Counts up; for one thread.
 *
 * <p>The mean goes over 14 joints: without pelvis and thorax, with the upper neck, which is in no group.
 */
public final class Pckh {
    private static final List<String> NOT_IN_MEAN = List.of("pelvis", "thorax");

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("Head", List.of("head_top"));
        GROUPS.put("Sho", sides("shoulder"));
        GROUPS.put("Elb", sides("elbow"));
        GROUPS.put("Wri", sides("wrist"));
        GROUPS.put("Hip", sides("hip"));
        GROUPS.put("Kne", sides("knee"));
        GROUPS.put("Ank", sides("ankle"));
    }

    private final Pck coarse;
    private final Pck fine;

    public Pckh(KeypointLayout layout, PckhRules rules) {
        coarse = new Pck(layout, .5, rules.inclusive());
        fine = new Pck(layout, rules.fine(), rules.inclusive());
    }

    private static List<String> sides(String joint) {
        return List.of("left_" + joint, "right_" + joint);
    }

    /** As {@link Pck#add}. */
    public void add(float[] truth, float[] found, double headSizePx) {
        coarse.add(truth, found, headSizePx);
        fine.add(truth, found, headSizePx);
    }

    /** PCKh@0.5 of all. */
    public double mean() {
        return coarse.mean(NOT_IN_MEAN);
    }

    /** Behind {@link #mean}. */
    Pck.Hits hits() {
        return coarse.hits(NOT_IN_MEAN);
    }

    /** PCKh@0.1 of all. */
    public double meanFine() {
        return fine.mean(NOT_IN_MEAN);
    }

    /** PCKh@0.5 by MPII's groups, in its order; NaN where nothing is labelled. */
    public Map<String, Double> groups() {
        Map<String, Double> percents = new LinkedHashMap<>();
        GROUPS.forEach((name, keypoints) -> percents.put(name, coarse.group(keypoints)));
        return percents;
    }

    /** By keypoint at .5. */
    public Pck coarse() {
        return coarse;
    }
}
