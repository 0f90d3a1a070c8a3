package io.posestream.standalone;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Offers the frames of a fleet at a constant rate, camera after camera, so that the cameras are staggered evenly. Open
 * loop: a frame that cannot leave when it is due is dropped, as a camera does. Runs once, on its caller's thread or on
 * one of its own.
 */
final class Metronome implements AutoCloseable {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final CameraFleet fleet;
    private final double framesPerSecond;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread own = new Thread(this::runUntilClosed, "metronome");
    private volatile boolean stopped;

    /** @param framesPerSecond of all cameras together */
    Metronome(CameraFleet fleet, double framesPerSecond) {
        this.fleet = fleet;
        this.framesPerSecond = framesPerSecond;
    }

    /**
     * On this thread, which it keeps busy.
     *
     * @param before each frame, told when after the start it is due; must not take long; what it throws ends the run
     */
    void run(Duration length, Consumer<Duration> before) throws InterruptedException {
        double intervalNanos = 1e9 / framesPerSecond;
        long started = System.nanoTime();
        for (long n = 0; n * intervalNanos < length.toNanos(); n++) {
            long due = (long) (n * intervalNanos);
            long early = due - (System.nanoTime() - started);
            for (; early > 0 && !stopped; early = due - (System.nanoTime() - started)) {
                LockSupport.parkNanos(early);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            if (stopped) {
                return;
            }
            before.accept(Duration.ofNanos(due));
            (fleet.offer((int) (n % fleet.size())) ? sent : dropped).incrementAndGet();
        }
    }

    /** On a thread of its own, until it is closed. */
    void start() {
        own.setDaemon(true);
        own.start();
    }

    private void runUntilClosed() {
        try {
            run(FOR_EVER, due -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long sent() {
        return sent.get();
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(own);
        try {
            own.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
