package io.posestream.ingest;

import io.posestream.schemas.CameraId;
import java.time.Duration;

/** Says how many of a camera's frames have no fate yet, so that a recording does not outrun the workers. */
interface FateFeed {
    /** From now on the camera's fates are counted. */
    void follow(CameraId camera);

    /** The broker has confirmed this frame: it will have a fate, or has one already. */
    void expect(PublishedFrame frame);

    /** Waits until fewer than {@code limit} frames are without a fate; false if that takes longer or none come. */
    boolean awaitFewerThan(int limit, CameraId camera, Duration patience) throws InterruptedException;

    /** False: no more fates come, so that a frame without one stays without. */
    boolean alive();

    void forget(CameraId camera);
}
