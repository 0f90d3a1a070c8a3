package io.posestream.inference.model;

/** Whether a pose network also sees each crop in a mirror, and the two answers are averaged before they are read. */
public enum FlipTest {
    NONE,
    /**
     * As MMPose's published figures were measured: the crop's pixels mirrored ({@code x} to {@code width - 1 - x}), SimCC
     * bins reversed, which leaves them one bin off at two bins to a pixel, and heat-maps reversed and shifted by a cell.
     */
    MMPOSE,
    /**
     * The crop is cut again as {@link Crop#mirror} has it. What stood at {@code x} then stands at {@code width - x}, so
     * that bin or cell {@code i} of n is {@code n - i} for every network, and both answers say the same place.
     */
    EXACT;

    /**
     * Averages what a network says of a mirrored crop into what it says of the plain one.
     *
     * @param plain {@code [N, K, …, n]}; changed
     * @param mirrored of the same shape
     * @param flipIndices {@code [K]} the keypoint on the other side of the body
     * @param alongX whether the last axis runs along x; else only the sides are exchanged
     */
    void average(Tensor plain, Tensor mirrored, int[] flipIndices, boolean alongX) {
        int axes = plain.shape().length;
        int n = plain.dimension(axes - 1);
        int rows = axes == 4 ? plain.dimension(2) : 1;
        int shift = this == MMPOSE && axes == 3 ? 1 : 0;
        for (int sample = 0; sample < plain.dimension(0); sample++) {
            for (int k = 0; k < flipIndices.length; k++) {
                int to = (sample * flipIndices.length + k) * rows * n;
                int from = (sample * flipIndices.length + flipIndices[k]) * rows * n;
                for (int row = 0; row < rows; row++, to += n, from += n) {
                    for (int i = 0; i < n; i++) {
                        // Nothing mirrors the last bin on to the first; it stands in for the one beyond it.
                        int other = alongX ? Math.min(n - 1, n - i - shift) : i;
                        plain.data()[to + i] = (plain.data()[to + i] + mirrored.data()[from + other]) / 2;
                    }
                }
            }
        }
    }
}
