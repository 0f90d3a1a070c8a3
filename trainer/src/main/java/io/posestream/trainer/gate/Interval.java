package io.posestream.trainer.gate;

/** From {@code low} to {@code high}, both within. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("from " + low + " to " + high);
        }
    }
}
