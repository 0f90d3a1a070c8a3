package io.posestream.trainer.data;

/**
 * A teacher's answer in the student's terms.
 *
 * @param x {@code [K, Wx] float32}: for each keypoint of the student's layout a distribution over the bins of the axis,
 *     sum 1; zeros where the weight is 0
 * @param y {@code [K, Wy] float32}
 * @param weights {@code [K]} 0 where the teacher does not know the keypoint or cannot tell, up to 1 where it is sure
 */
public record Answer(float[] x, float[] y, float[] weights) {
    /** Of a teacher that cannot tell anything. */
    static Answer none(int keypoints, int binsX, int binsY) {
        return new Answer(new float[keypoints * binsX], new float[keypoints * binsY], new float[keypoints]);
    }
}
