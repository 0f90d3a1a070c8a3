package io.posestream.standalone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The load: cameras of one rate whose frames are spread evenly over the time, in open loop; who cannot send in time
 * drops its frame. Each camera starts somewhere else in the pictures. One thread, which it keeps busy.
 */
final class Traffic {
    private final List<StreamingCamera> cameras;
    private final List<byte[]> jpegs;
    private long frames;

    Traffic(List<StreamingCamera> cameras, List<byte[]> jpegs) {
        this.cameras = cameras;
        this.jpegs = jpegs;
    }

    /** Called between two frames; must not take long. */
    interface Observer {
        /** @return whether to go on */
        boolean goOn(Duration elapsed);
    }

    /** @param framesPerSecond of all cameras together */
    void run(double framesPerSecond, Duration length, Observer observer) throws InterruptedException {
        double intervalNanos = 1e9 / framesPerSecond;
        long start = System.nanoTime();
        for (long tick = 0; tick * intervalNanos < length.toNanos(); tick++) {
            long due = (long) (tick * intervalNanos);
            long early = due - (System.nanoTime() - start);
            if (early > 0) {
                TimeUnit.NANOSECONDS.sleep(early);
            }
            if (!observer.goOn(Duration.ofNanos(due))) {
                return;
            }
            int camera = (int) (frames % cameras.size());
            long picture = frames / cameras.size() + (long) camera * jpegs.size() / cameras.size();
            cameras.get(camera).offer(jpegs.get((int) (picture % jpegs.size())));
            frames++;
        }
    }
}
