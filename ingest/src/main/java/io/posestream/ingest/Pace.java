package io.posestream.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A puller's time: it passes until the camera is closed. */
interface Pace {
    long nanoTime();

    /** Waits; false as soon as the camera is closed. */
    boolean await(Duration time) throws InterruptedException;

    default boolean stopped() throws InterruptedException {
        return !await(Duration.ZERO);
    }

    /** The machine's own time. Safe for all threads. */
    final class Real implements Pace {
        private final CountDownLatch stop = new CountDownLatch(1);

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public boolean await(Duration time) throws InterruptedException {
            return !stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        void stop() {
            stop.countDown();
        }
    }
}
