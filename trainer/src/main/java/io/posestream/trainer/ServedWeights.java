package io.posestream.trainer;

import io.posestream.trainer.net.Parameter;
import io.posestream.trainer.net.Student;
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
        try (Student shape = Student.random(state.form(), 0)) {
            float[] numbers = checkpoint.memory().served();
            Map<String, float[]> weights = new HashMap<>();
            cut(shape.parameters(), numbers, 0, weights);
            int parameters =
                    shape.parameters().stream().mapToInt(Parameter::length).sum();
            cut(shape.statisticParts(), numbers, parameters, weights);
            return new ServedWeights(weights, state.keypoints());
        }
    }

    private static void cut(List<Parameter> parts, float[] numbers, int from, Map<String, float[]> into) {
        for (Parameter part : parts) {
            int start = from + part.offset();
            into.put(part.name(), Arrays.copyOfRange(numbers, start, start + part.length()));
        }
    }
}
