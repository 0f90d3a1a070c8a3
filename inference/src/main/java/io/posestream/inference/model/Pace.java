package io.posestream.inference.model;

/** When a model that is being loaded may use the device, which others need more. One thread. */
public interface Pace {
    /** Nobody else is there. */
    Pace AT_ONCE = () -> {};

    /** Returns when it may go on, after a bounded time at the latest. */
    void await();
}
