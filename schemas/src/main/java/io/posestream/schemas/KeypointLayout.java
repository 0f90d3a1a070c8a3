package io.posestream.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A skeleton's keypoints in order. The same name means the same point in every layout, which is what maps one layout to
 * another.
 *
 * @param sigmas {@code [K]} OKS sigma of each keypoint (REFERENCE: COCO evaluator, Halpe's own tool)
 * @param limbs pairs of keypoints to draw a line between
 */
public record KeypointLayout(String name, List<String> keypoints, List<Double> sigmas, List<Limb> limbs) {

    /** A line between two keypoints, by index. */
    public record Limb(int from, int to) {}

    public KeypointLayout {
        keypoints = List.copyOf(keypoints);
        sigmas = List.copyOf(sigmas);
        limbs = List.copyOf(limbs);
        if (new HashSet<>(keypoints).size() != keypoints.size()) {
            throw new IllegalArgumentException("layout " + name + " names a keypoint twice: " + keypoints);
        }
        if (sigmas.size() != keypoints.size()) {
            throw new IllegalArgumentException(
                    "layout " + name + " has " + keypoints.size() + " keypoints and " + sigmas.size() + " sigmas");
        }
        for (Limb limb : limbs) {
            if (limb.from < 0 || limb.to < 0 || limb.from >= keypoints.size() || limb.to >= keypoints.size()) {
                throw new IllegalArgumentException("layout " + name + " has a limb to nowhere: " + limb);
            }
        }
    }

    public int size() {
        return keypoints.size();
    }

    /** @return the keypoint's index, or -1 */
    public int indexOf(String keypoint) {
        return keypoints.indexOf(keypoint);
    }

    /**
     * For each keypoint the one on the other side of the body, or itself: {@code left_x} and {@code right_x} exchange.
     */
    public int[] flipIndices() {
        int[] flipped = new int[size()];
        for (int k = 0; k < flipped.length; k++) {
            int other = indexOf(Side.of(keypoints.get(k)).mirrored(keypoints.get(k)));
            flipped[k] = other < 0 ? k : other;
        }
        return flipped;
    }

    public Side side(int keypoint) {
        return Side.of(keypoints.get(keypoint));
    }

    /**
     * How to read this layout's points out of another's.
     *
     * @return {@code [size()]} index in {@code source}, or -1 where the source does not have the keypoint
     */
    public int[] indicesIn(KeypointLayout source) {
        return keypoints.stream().mapToInt(source::indexOf).toArray();
    }

    /** All keypoints of all layouts: those of the first in its order, then what each further one adds, in its order. */
    public static KeypointLayout union(String name, List<KeypointLayout> layouts) {
        Map<String, Double> sigmas = new LinkedHashMap<>();
        for (KeypointLayout layout : layouts) {
            for (int k = 0; k < layout.size(); k++) {
                sigmas.putIfAbsent(layout.keypoints.get(k), layout.sigmas.get(k));
            }
        }
        List<String> keypoints = List.copyOf(sigmas.keySet());
        List<Limb> limbs = new ArrayList<>();
        for (KeypointLayout layout : layouts) {
            for (Limb limb : layout.limbs) {
                Limb here = new Limb(
                        keypoints.indexOf(layout.keypoints.get(limb.from)),
                        keypoints.indexOf(layout.keypoints.get(limb.to)));
                if (!limbs.contains(here)) {
                    limbs.add(here);
                }
            }
        }
        return new KeypointLayout(name, keypoints, List.copyOf(sigmas.values()), limbs);
    }

    /** The layout of that name among {@link Layouts#ALL}. */
    public static Optional<KeypointLayout> named(String name) {
        return Layouts.ALL.stream().filter(layout -> layout.name.equals(name)).findFirst();
    }

    /** Left, right, or neither. */
    public enum Side {
        LEFT,
        RIGHT,
        CENTRE;

        private static Side of(String keypoint) {
            if (keypoint.startsWith("left_")) {
                return LEFT;
            }
            return keypoint.startsWith("right_") ? RIGHT : CENTRE;
        }

        private String mirrored(String keypoint) {
            return switch (this) {
                case LEFT -> "right_" + keypoint.substring("left_".length());
                case RIGHT -> "left_" + keypoint.substring("right_".length());
                case CENTRE -> keypoint;
            };
        }
    }
}
