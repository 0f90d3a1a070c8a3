package io.posestream.inference.model;

/**
 * Heat-maps: the place of a keypoint as the peak of a map, {@code [N, K, h, w]}, the score its height. A quarter cell
 * towards the higher neighbour refines it (HRNet, MMPose's classic decoding); cell i is crop pixel i · width / w.
 */
final class HeatmapCodec implements PoseCodec {
    private static final float REFINEMENT_CELLS = .25f;

    private final int widthPx;
    private final int heightPx;

    /** @param widthPx of the crop */
    HeatmapCodec(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    @Override
    public void check(Tensor[] outputs, int samples, int keypoints) {
        Shapes.require(outputs[0], samples, keypoints, 4);
    }

    @Override
    public float[] decode(Tensor[] outputs, int sample, int keypoint) {
        float[] map = outputs[0].data();
        int height = outputs[0].dimension(2);
        int width = outputs[0].dimension(3);
        int from = (sample * outputs[0].dimension(1) + keypoint) * height * width;
        int best = from;
        for (int i = from + 1; i < from + height * width; i++) {
            if (map[i] > map[best]) {
                best = i;
            }
        }
        int cellX = (best - from) % width;
        int cellY = (best - from) / width;
        float x = cellX;
        float y = cellY;
        if (cellX > 1 && cellX < width - 1 && cellY > 1 && cellY < height - 1) {
            x += REFINEMENT_CELLS * Math.signum(map[best + 1] - map[best - 1]);
            y += REFINEMENT_CELLS * Math.signum(map[best + width] - map[best - width]);
        }
        return new float[] {x * widthPx / width, y * heightPx / height, map[best]};
    }
}
