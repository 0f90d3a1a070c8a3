package io.posestream.trainer.metrics;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.KeypointLayout.Limb;
import java.util.List;
import java.util.Set;

/** Keypoints picked out of many. */
final class Joints {
    private Joints() {}

    /**
     * @param keypoints {@code [3 * K]}
     * @param indices of the ones wanted, -1 for one that is not there
     * @return {@code [3 * indices]}, zeros for those that are not there
     */
    static double[] select(double[] keypoints, int[] indices) {
        double[] selected = new double[3 * indices.length];
        for (int k = 0; k < indices.length; k++) {
            if (indices[k] >= 0) {
                System.arraycopy(keypoints, 3 * indices[k], selected, 3 * k, 3);
            }
        }
        return selected;
    }

    /** The layout's keypoints that are among the names, in its order. */
    static KeypointLayout only(KeypointLayout layout, Set<String> names) {
        List<String> kept = layout.keypoints().stream().filter(names::contains).toList();
        if (kept.size() == layout.size()) {
            return layout;
        }
        return new KeypointLayout(
                layout.name() + " (" + kept.size() + " of " + layout.size() + ")",
                kept,
                kept.stream()
                        .map(name -> layout.sigmas().get(layout.indexOf(name)))
                        .toList(),
                layout.limbs().stream()
                        .filter(limb -> kept.contains(layout.keypoints().get(limb.from()))
                                && kept.contains(layout.keypoints().get(limb.to())))
                        .map(limb -> new Limb(
                                kept.indexOf(layout.keypoints().get(limb.from())),
                                kept.indexOf(layout.keypoints().get(limb.to()))))
                        .toList());
    }
}
