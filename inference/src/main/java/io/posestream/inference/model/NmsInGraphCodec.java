package io.posestream.inference.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Detectors that MMDeploy exported with NMS in the graph: {@code dets [1, n, 5]} are x1, y1, x2, y2, score, n varies and
 * may hold rows of score 0; {@code labels [1, n]} are classes, 0 the person.
 */
final class NmsInGraphCodec implements DetectionCodec {
    @Override
    public List<Detection> decode(Tensor[] outputs, double minScore) {
        Tensor dets = outputs[0];
        float[] labels = outputs[1].data();
        if (dets.shape().length != 3 || dets.dimension(2) != 5 || labels.length * 5 != dets.data().length) {
            throw new ModelException("detections of shape " + Arrays.toString(dets.shape()) + " with " + labels.length
                    + " labels; expected [1, n, 5] and n");
        }
        List<Detection> persons = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            float score = dets.data()[5 * i + 4];
            if (labels[i] == 0 && score >= minScore) {
                persons.add(new Detection(score, Arrays.copyOfRange(dets.data(), 5 * i, 5 * i + 4)));
            }
        }
        return persons;
    }
}
