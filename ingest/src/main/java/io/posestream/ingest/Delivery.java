package io.posestream.ingest;

import java.time.Duration;

/** How a pulled camera's pictures become frames. One thread, the puller's. */
interface Delivery {
    /** The pictures from here on belong to that session. */
    void begin(Session session);

    /** False: the camera is closed. */
    boolean deliver(Pictures.Picture picture) throws InterruptedException;

    /**
     * Waits until the pictures may begin anew. False: the camera is closed.
     *
     * @param end counted from the session's start
     */
    boolean awaitNext(Duration end) throws InterruptedException;

    /** Waits until every frame has its outcome, or the camera is closed. */
    void finish() throws InterruptedException;

    long published();

    long skipped();
}
