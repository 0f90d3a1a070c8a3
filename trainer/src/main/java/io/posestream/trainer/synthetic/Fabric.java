package io.posestream.trainer.synthetic;

/** What a solid's surface looks like under white light. Not to be changed; any thread. */
interface Fabric {
    /** The colour at a point of the solid's own space, in metres before it was flattened. */
    int at(double x, double y, double z);
}
