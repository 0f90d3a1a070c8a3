package io.posestream.trainer.net;

import io.posestream.trainer.TrainingException;
import io.posestream.trainer.onnx.OnnxGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The weights of an RTMPose file, under the names that a student gives them: of any size, number of keypoints and input.
 *
 * @param weights parameters and statistics; where the file's normalisation was folded into the convolutions, one that
 *     answers the same outside of training
 */
public record OnnxWeights(Map<String, float[]> weights) {
    /** Arrays with a row for each keypoint. */
    private static final List<String> BY_KEYPOINT = Stream.of(Names.FINAL, ParameterPlan.STAGE3_MAPS)
            .flatMap(name -> Stream.of(name + ".weight", name + ".bias"))
            .toList();

    public OnnxWeights {
        weights = Map.copyOf(weights);
    }

    /** @throws TrainingException if it is no RTMPose file */
    public static OnnxWeights read(byte[] onnx) {
        OnnxGraph graph = OnnxGraph.parse(onnx);
        Map<String, float[]> weights = new HashMap<>();
        OnnxBackbone backbone = new OnnxBackbone(graph, weights);
        String features = backbone.read(graph.inputs().get(0));
        new OnnxHead(graph, weights).read(features, backbone);
        return new OnnxWeights(weights);
    }

    /**
     * With the channels of a student's keypoints: a row of the file's where it has one of that name. The student's own rows
     * stay for the others.
     *
     * @param from names of the file's keypoints in order
     * @param to names of the student's
     * @param student its weights now
     * @throws TrainingException if the file has another number of keypoints than {@code from}
     */
    public OnnxWeights forKeypoints(List<String> from, List<String> to, Map<String, float[]> student) {
        Map<String, float[]> chosen = new HashMap<>(weights);
        int channels = weights.get(Names.FINAL + ".bias").length;
        if (channels != from.size()) {
            throw new TrainingException(
                    "the file has " + channels + " keypoints, not the " + from.size() + " that were named");
        }
        for (String name : BY_KEYPOINT) {
            float[] source = weights.get(name);
            if (source == null) {
                continue; // only checkpoints have training's auxiliary maps
            }
            float[] rows = student.get(name).clone();
            int length = rows.length / to.size();
            if (source.length / from.size() != length) {
                chosen.remove(name); // a backbone of another width
                continue;
            }
            for (int k = 0; k < to.size(); k++) {
                int row = from.indexOf(to.get(k));
                if (row >= 0) {
                    System.arraycopy(source, row * length, rows, k * length, length);
                }
            }
            chosen.put(name, rows);
        }
        return new OnnxWeights(chosen);
    }
}
