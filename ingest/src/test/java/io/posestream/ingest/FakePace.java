package io.posestream.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by waiting. One thread, and whoever reads it after that has ended. */
final class FakePace implements Pace {
    final List<Duration> waits = new ArrayList<>();
    private final int waitsUntilClosed;
    private long nanos;

    FakePace() {
        this(Integer.MAX_VALUE);
    }

    /** @param waitsUntilClosed the camera is closed during the wait after these */
    FakePace(int waitsUntilClosed) {
        this.waitsUntilClosed = waitsUntilClosed;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public boolean await(Duration time) {
        if (!time.isZero()) {
            waits.add(time);
        }
        nanos += time.toNanos();
        return waits.size() <= waitsUntilClosed;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }
}
