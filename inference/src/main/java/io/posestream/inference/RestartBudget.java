package io.posestream.inference;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** At most so many within a period. Any thread. */
final class RestartBudget {
    private final int most;
    private final long periodNanos;
    private final Deque<Long> taken = new ArrayDeque<>();

    RestartBudget(int most, Duration period) {
        this.most = most;
        this.periodNanos = period.toNanos();
    }

    synchronized boolean take() {
        long now = System.nanoTime();
        while (!taken.isEmpty() && now - taken.peek() > periodNanos) {
            taken.remove();
        }
        if (taken.size() >= most) {
            return false;
        }
        taken.add(now);
        return true;
    }
}
