package io.posestream.trainer.metrics;

/** Which keypoints of a data set count. */
public enum Scope {
    /** All: those that a model cannot give are wrong. */
    ALL,
    /** Those that the model and the data set share: the paper's rows with a star. */
    SHARED,
    /** Those that all data sets asked about have, so that every model is judged on the same. */
    COMMON
}
