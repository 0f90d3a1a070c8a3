package io.posestream.standalone;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers the frames of a fleet at a constant rate, camera after camera, so that the cameras are staggered evenly. Open
 * loop: a frame that cannot leave when it is due is dropped, as a camera does.
 */
final class Metronome implements AutoCloseable {
    private final CameraFleet fleet;
    private final double framesPerSecond;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "metronome");

    /** @param framesPerSecond of all cameras together */
    Metronome(CameraFleet fleet, double framesPerSecond) {
        this.fleet = fleet;
        this.framesPerSecond = framesPerSecond;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long started = System.nanoTime();
        for (long n = 0; !stopped.get(); n++) {
            long due = started + (long) (n * 1e9 / framesPerSecond);
            for (long left = due - System.nanoTime(); left > 0 && !stopped.get(); left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            (fleet.offer((int) (n % fleet.size())) ? sent : dropped).incrementAndGet();
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
        stopped.set(true);
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
