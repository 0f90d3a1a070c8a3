package io.posestream.trainer.metrics;

/** What a found person counts for at one threshold. */
enum Verdict {
    RIGHT,
    WRONG,
    IGNORED
}
