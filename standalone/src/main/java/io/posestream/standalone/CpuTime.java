package io.posestream.standalone;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How busy the cores were since a moment.
 *
 * @param ownShare of all cores' time, by this process: 0 to 1
 * @param otherShare by the rest of the machine
 */
record CpuTime(double ownShare, double otherShare) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** A moment. */
    static final class Mark {
        private final long wallNanos = System.nanoTime();
        private final long processNanos = SYSTEM.getProcessCpuTime();

        private Mark() {
            double unused = SYSTEM.getCpuLoad(); // each call tells of the time since the one before
        }

        CpuTime until() {
            double cores = Runtime.getRuntime().availableProcessors();
            double own = (SYSTEM.getProcessCpuTime() - processNanos) / (cores * (System.nanoTime() - wallNanos));
            return new CpuTime(own, Math.max(0, SYSTEM.getCpuLoad() - own));
        }
    }

    static Mark mark() {
        return new Mark();
    }
}
