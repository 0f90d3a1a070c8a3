package io.posestream.trainer.metrics;

/** Hears how far long work has come. */
public interface Progress {
    Progress SILENT = (done, all) -> {};

    void at(int done, int all);
}
