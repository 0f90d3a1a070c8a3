package io.posestream.inference.rollout;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.TrialCounts.Boxes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whom two detectors both found: the boxes that overlap most belong together. Of those that are left over only sure ones
 * count, for near the least score that is emitted any two detectors differ.
 */
final class BoxMatch {
    /** Least overlap of two boxes of the same person: intersection over union, as in PASCAL VOC. */
    static final double SAME_PERSON = .5;

    static final float SURE = .5f;

    /** Two boxes by their places. */
    private record Overlap(int live, int candidate, double iou) {}

    private BoxMatch() {}

    static Boxes of(List<Detection> live, List<Detection> candidate) {
        BitSet liveTaken = new BitSet();
        BitSet candidateTaken = new BitSet();
        for (Overlap overlap : overlaps(live, candidate)) {
            if (!liveTaken.get(overlap.live) && !candidateTaken.get(overlap.candidate)) {
                liveTaken.set(overlap.live);
                candidateTaken.set(overlap.candidate);
            }
        }
        return new Boxes(liveTaken.cardinality(), sureLeft(live, liveTaken), sureLeft(candidate, candidateTaken));
    }

    /** The most first. */
    private static List<Overlap> overlaps(List<Detection> live, List<Detection> candidate) {
        List<Overlap> overlaps = new ArrayList<>();
        for (int n = 0; n < live.size(); n++) {
            for (int m = 0; m < candidate.size(); m++) {
                double iou = iou(live.get(n).box(), candidate.get(m).box());
                if (iou >= SAME_PERSON) {
                    overlaps.add(new Overlap(n, m, iou));
                }
            }
        }
        overlaps.sort(Comparator.comparingDouble(Overlap::iou).reversed());
        return overlaps;
    }

    private static long sureLeft(List<Detection> detections, BitSet taken) {
        return IntStream.range(0, detections.size())
                .filter(n -> !taken.get(n) && detections.get(n).score() >= SURE)
                .count();
    }

    private static double iou(float[] one, float[] other) {
        double width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
        double height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (area(one) + area(other) - both);
    }

    private static double area(float[] box) {
        return (box[2] - (double) box[0]) * (box[3] - (double) box[1]);
    }
}
