package io.posestream.trainer.metrics;

/**
 * A person as a COCO result file has it.
 *
 * @param score of the person; the best are matched first
 * @param box {@code x, y, width, height} in image pixels
 * @param area in square pixels; one that fits no label counts in the area range that this falls into
 * @param keypoints {@code [3 * K]} x, y in image pixels and score; not to be written to
 */
public record FoundPerson(long imageId, double score, double[] box, double area, double[] keypoints) {

    /** With the box that the network was shown: its area is the person's, as {@code loadRes} has it. */
    static FoundPerson inBox(long imageId, double score, double[] box, double[] keypoints) {
        return new FoundPerson(imageId, score, box, box[2] * box[3], keypoints);
    }

    /** Without a box: what the keypoints span takes its place. */
    static FoundPerson spanned(long imageId, double score, double[] keypoints) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < keypoints.length; k += 3) {
            left = Math.min(left, keypoints[k]);
            right = Math.max(right, keypoints[k]);
            top = Math.min(top, keypoints[k + 1]);
            bottom = Math.max(bottom, keypoints[k + 1]);
        }
        return inBox(imageId, score, new double[] {left, top, right - left, bottom - top}, keypoints);
    }

    /** Whether any keypoint has a score. */
    boolean sees() {
        for (int k = 2; k < keypoints.length; k += 3) {
            if (keypoints[k] > 0) {
                return true;
            }
        }
        return false;
    }

    FoundPerson with(double[] others) {
        return new FoundPerson(imageId, score, box, area, others);
    }
}
