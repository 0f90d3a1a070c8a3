package io.posestream.inference.model;

/**
 * A person found.
 *
 * @param score 0 to 1
 * @param box {@code x1, y1, x2, y2} in frame pixels, of positive width and height; may stick out of the frame
 */
public record Detection(float score, float[] box) {}
