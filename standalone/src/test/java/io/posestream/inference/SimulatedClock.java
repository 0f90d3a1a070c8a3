package io.posestream.inference;

/** The time of day as a test wants it; a microsecond passes each time that it is read. */
public final class SimulatedClock implements MicroClock {
    private long now;

    public SimulatedClock(long startMicros) {
        now = startMicros;
    }

    public void passMillis(long millis) {
        now += millis * 1000;
    }

    @Override
    public long micros() {
        return now++;
    }
}
