package io.posestream.inference.model;

/**
 * SimCC: a keypoint's x and y as responses over bins, {@code splitRatio} bins to a crop pixel, bin 0 the centre of pixel
 * 0. Decodes as MMPose's {@code get_simcc_maximum}: the first maximum of each axis, the score the smaller of the two.
 */
final class SimccCodec implements PoseCodec {
    private final double splitRatio;

    SimccCodec(double splitRatio) {
        this.splitRatio = splitRatio;
    }

    /** {@code x [N, K, Wx]} and {@code y [N, K, Wy]}. */
    @Override
    public float[] decode(Tensor[] outputs, int sample, int keypoint) {
        int binX = firstMaximum(outputs[0], sample, keypoint);
        int binY = firstMaximum(outputs[1], sample, keypoint);
        float score = Math.min(value(outputs[0], sample, keypoint, binX), value(outputs[1], sample, keypoint, binY));
        if (score <= 0) { // nothing found; the place is only for parity, validity is told by the score
            binX = -1;
            binY = -1;
        }
        return new float[] {(float) (binX / splitRatio), (float) (binY / splitRatio), score};
    }

    @Override
    public void check(Tensor[] outputs, int samples, int keypoints) {
        for (Tensor axis : outputs) {
            Shapes.require(axis, samples, keypoints, 3);
        }
    }

    private static int firstMaximum(Tensor axis, int sample, int keypoint) {
        int bins = axis.dimension(2);
        int from = (sample * axis.dimension(1) + keypoint) * bins;
        int best = from;
        for (int i = from + 1; i < from + bins; i++) {
            if (axis.data()[i] > axis.data()[best]) {
                best = i;
            }
        }
        return best - from;
    }

    private static float value(Tensor axis, int sample, int keypoint, int bin) {
        return axis.data()[(sample * axis.dimension(1) + keypoint) * axis.dimension(2) + bin];
    }
}
