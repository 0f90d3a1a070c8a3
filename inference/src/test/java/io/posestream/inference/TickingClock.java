package io.posestream.inference;

/** Goes on by a microsecond each time it is read, and as far as it is told to. */
final class TickingClock implements MicroClock {
    private long now;

    TickingClock(long startMicros) {
        now = startMicros;
    }

    void advanceMillis(long millis) {
        now += millis * 1000;
    }

    @Override
    public long micros() {
        return now++;
    }
}
