package io.posestream.trainer;

/**
 * What batches are like for a while.
 *
 * @param halfResolution whether the student sees half the pixels each way
 * @param mild whether augmentation is the second stage's
 */
record Stage(boolean halfResolution, boolean mild) {}
