package io.posestream.trainer;

import io.posestream.trainer.net.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint's weights by name: the average's where there is one.
 *
 * @param keypoints names of the channels
 */
record ServedWeights(Map<String, float[]> weights, List<String> keypoints) {
    static ServedWeights of(Checkpoint checkpoint) {
        RunState state = checkpoint.state();
        List<Parameter> parameters = state.form().parameters();
        float[] numbers = checkpoint.memory().served();
        Map<String, float[]> weights = new HashMap<>();
        cut(parameters, numbers, 0, weights);
        int behind = parameters.stream().mapToInt(Parameter::length).sum();
        cut(state.form().statistics(), numbers, behind, weights);
        return new ServedWeights(weights, state.keypoints());
    }

    private static void cut(List<Parameter> parts, float[] numbers, int from, Map<String, float[]> into) {
        for (Parameter part : parts) {
            int start = from + part.offset();
            into.put(part.name(), Arrays.copyOfRange(numbers, start, start + part.length()));
        }
    }
}
