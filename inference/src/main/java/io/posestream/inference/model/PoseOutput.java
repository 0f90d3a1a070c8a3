package io.posestream.inference.model;

import io.posestream.schemas.ModelContract;

/**
 * What a pose network says of one crop. Legend: K keypoints of its contract, in its order. Valid while it is being read
 * ({@link PoseNetwork.Reading}).
 */
public final class PoseOutput {
    private final ModelContract contract;
    private final PoseCodec codec;
    private final Tensor[] outputs;
    private final int sample;

    PoseOutput(ModelContract contract, PoseCodec codec, Tensor[] outputs, int sample) {
        this.contract = contract;
        this.codec = codec;
        this.outputs = outputs;
        this.sample = sample;
    }

    /** @return x, y in crop pixels, and the score */
    public float[] decode(int keypoint) {
        return codec.decode(outputs, sample, keypoint);
    }

    /** @return {@code [3 * K]} x, y in frame pixels, and the score, given the crop that the network saw */
    public float[] keypoints(Crop crop) {
        float[] keypoints = new float[3 * contract.keypoints().size()];
        for (int k = 0; k < contract.keypoints().size(); k++) {
            float[] point = decode(k);
            double[] place = crop.toFrame(point[0], point[1]);
            keypoints[3 * k] = (float) place[0];
            keypoints[3 * k + 1] = (float) place[1];
            keypoints[3 * k + 2] = point[2];
        }
        return keypoints;
    }

    /**
     * The numbers as the network gave them.
     *
     * @param output index among the contract's outputs
     * @return a copy: of SimCC {@code [Wx]} or {@code [Wy]}, of a heat-map {@code [h * w]} row by row
     */
    public float[] values(int output, int keypoint) {
        Tensor tensor = outputs[output];
        int size = tensor.data().length / (tensor.dimension(0) * tensor.dimension(1));
        float[] values = new float[size];
        System.arraycopy(tensor.data(), (sample * tensor.dimension(1) + keypoint) * size, values, 0, size);
        return values;
    }

    /** Length of an output's last axis: a SimCC's bins, or the cells of a heat-map's row. */
    public int rowLength(int output) {
        Tensor tensor = outputs[output];
        return tensor.dimension(tensor.shape().length - 1);
    }
}
