package io.posestream.trainer.metrics;

/**
 * A person as a COCO annotation file has it.
 *
 * @param id of the annotation
 * @param box {@code x, y, width, height} in image pixels
 * @param area in square pixels; with the sigmas it says how far off is far
 * @param crowd a crowd's region: it may be found any number of times and counts for nothing
 * @param numKeypoints as the file states it
 * @param keypoints {@code [3 * K]} x, y in image pixels and visibility, above 0 where labelled; not to be written to
 */
public record TruePerson(
        long id, long imageId, double[] box, double area, boolean crowd, int numKeypoints, double[] keypoints) {

    boolean labelled(int keypoint) {
        return keypoints[3 * keypoint + 2] > 0;
    }

    int labelledKeypoints() {
        int labelled = 0;
        for (int k = 0; k < keypoints.length / 3; k++) {
            labelled += labelled(k) ? 1 : 0;
        }
        return labelled;
    }

    /** The same person with other keypoints; of another layout they are counted anew. */
    TruePerson with(double[] others) {
        TruePerson stated = new TruePerson(id, imageId, box, area, crowd, numKeypoints, others);
        return others.length == keypoints.length
                ? stated
                : new TruePerson(id, imageId, box, area, crowd, stated.labelledKeypoints(), others);
    }
}
