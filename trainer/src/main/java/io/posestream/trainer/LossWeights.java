package io.posestream.trainer;

import java.util.List;

/**
 * What each part of the loss counts.
 *
 * @param keypoints of the labels
 * @param teachers of each teacher, in their order
 */
record LossWeights(double keypoints, List<Double> teachers) {
    LossWeights {
        teachers = List.copyOf(teachers);
    }
}
