package io.posestream.inference.model;

/** Reads keypoints out of a pose network's outputs. */
interface PoseCodec {
    /** @throws ModelException if the outputs do not have the codec's shape for so many samples and keypoints */
    void check(Tensor[] outputs, int samples, int keypoints);

    /** @return x, y in crop pixels, and the score */
    float[] decode(Tensor[] outputs, int sample, int keypoint);
}
