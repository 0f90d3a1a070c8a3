package io.posestream.trainer;

import io.posestream.trainer.net.NetForm;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a run is, and of what.
 *
 * @param step next to be taken, from 0
 * @param totalSteps of the run; 0 if its length is a time
 * @param secondsTrained so far, over all its processes
 * @param skipped steps whose gradients were not finite
 * @param keypoints names of the student's; none of a detector
 * @param recipe every value of the recipe by its path
 * @param data a line for each data set and teacher: name, persons or file, digest
 */
record RunState(
        long step,
        long totalSteps,
        double secondsTrained,
        SortedSet<Long> skipped,
        NetForm form,
        List<String> keypoints,
        SortedMap<String, String> recipe,
        SortedMap<String, String> data) {
    RunState {
        skipped = new TreeSet<>(skipped);
        keypoints = List.copyOf(keypoints);
        recipe = new TreeMap<>(recipe);
        data = new TreeMap<>(data);
    }
}
