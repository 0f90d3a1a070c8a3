package io.posestream.schemas;

/**
 * By how much a keypoint of one release lies off that of another, over many persons. Sums of whole millionths, so that they
 * are the same in whatever order they are added.
 *
 * @param count persons in whom both saw it
 * @param xMicros sum of the offsets to the right, in millionths of the box's height
 * @param yMicros sum of the offsets down, likewise
 */
public record KeypointOffset(long count, long xMicros, long yMicros) {
    public static final KeypointOffset NONE = new KeypointOffset(0, 0, 0);

    /** The most that one person counts, in box heights: a point on somebody else says nothing of where it lies. */
    public static final double MOST = .25;

    public KeypointOffset {
        TrialCounts.requireCount(count, "offsets");
        double most = 1e6 * count;
        if (Math.abs((double) xMicros) > most || Math.abs((double) yMicros) > most) {
            throw new IllegalArgumentException("offsets of " + xMicros + " and " + yMicros + " of " + count);
        }
    }

    public KeypointOffset plus(KeypointOffset other) {
        return new KeypointOffset(count + other.count, xMicros + other.xMicros, yMicros + other.yMicros);
    }

    /** Mean offset to the right in box heights; NaN if nobody was counted. */
    public double meanX() {
        return xMicros / 1e6 / count;
    }

    /** Mean offset down in box heights; NaN if nobody was counted. */
    public double meanY() {
        return yMicros / 1e6 / count;
    }
}
