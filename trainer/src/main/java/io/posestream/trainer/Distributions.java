package io.posestream.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.SimccTarget;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Where keypoints are, as the student is to say it. Legend: N samples, K keypoints, Wx and Wy bins.
 *
 * @param x {@code [N, K, Wx] float32} sum 1 over the bins where the weight is not 0
 * @param y {@code [N, K, Wy] float32}
 * @param weights {@code [N, K] float32} what each counts, from 0
 */
record Distributions(NDArray x, NDArray y, NDArray weights) {
    /**
     * Of labels: a Gaussian of height 1 over the bins, made a distribution by {@code softmax(10 * )}.
     *
     * @param places {@code [N, K, 2] float32} x, y in crop pixels
     */
    static Distributions ofLabels(NDArray places, NDArray weights, int widthPx, int heightPx) {
        return new Distributions(
                axis(places.get("..., 0:1"), widthPx), axis(places.get("..., 1:2"), heightPx), weights);
    }

    private static NDArray axis(NDArray places, int sizePx) {
        NDManager manager = places.getManager();
        int bins = SimccTarget.BINS_PER_PIXEL * sizePx;
        double sigma = SimccTarget.sigmaBins(sizePx);
        NDArray middles = places.mul(constant(manager, (float) SimccTarget.BINS_PER_PIXEL))
                .round();
        NDArray offsets = manager.arange(0f, bins, 1f).reshape(1, 1, bins).sub(middles);
        NDArray heights = offsets.square()
                .mul(constant(manager, (float) (-1 / (2 * sigma * sigma))))
                .exp();
        return heights.mul(constant(manager, (float) SimccTarget.SHARPNESS)).softmax(-1);
    }

    /** Of a teacher's answers to each of N samples. */
    static Distributions of(NDManager manager, List<Answer> answers, int keypoints, int binsX, int binsY) {
        FloatBuffer x = FloatBuffer.allocate(answers.size() * keypoints * binsX);
        FloatBuffer y = FloatBuffer.allocate(answers.size() * keypoints * binsY);
        FloatBuffer weights = FloatBuffer.allocate(answers.size() * keypoints);
        for (Answer answer : answers) {
            x.put(answer.x());
            y.put(answer.y());
            weights.put(answer.weights());
        }
        return new Distributions(
                manager.create(x.flip(), new Shape(answers.size(), keypoints, binsX), DataType.FLOAT32),
                manager.create(y.flip(), new Shape(answers.size(), keypoints, binsY), DataType.FLOAT32),
                manager.create(weights.flip(), new Shape(answers.size(), keypoints), DataType.FLOAT32));
    }

    /**
     * A number as an array of its own: the engine's operators that take a bare number read it from memory that a garbage
     * collection may have freed before the gradients are computed.
     */
    static NDArray constant(NDManager manager, float value) {
        return manager.full(new Shape(), value);
    }

    /** As {@link #constant(NDManager, float)}, of a count. */
    static NDArray constant(NDManager manager, long count) {
        return constant(manager, (float) count);
    }
}
