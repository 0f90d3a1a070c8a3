package io.posestream.trainer.metrics;

/**
 * How to complete a data set.
 *
 * @param minScore least score of a keypoint that is added
 * @param unlabelledToo whether keypoints that the data set knows and did not label in a person are added as well
 * @param overlays how many pictures to draw
 */
public record Annotating(double minScore, boolean unlabelledToo, int overlays) {}
