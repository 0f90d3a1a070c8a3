package io.posestream.trainer.net;

/** What the input of every net that we train can be: its stages halve the sides five times. */
final class InputSides {
    static final int MULTIPLE = 32;
    private static final int MOST_PX = 1024;

    private InputSides() {}

    /** @param whose the net, for the message, such as "a student" */
    static void require(int widthPx, int heightPx, String whose) {
        if (!isSide(widthPx) || !isSide(heightPx)) {
            throw new IllegalArgumentException("an input of " + widthPx + " x " + heightPx + " pixels; " + whose
                    + "'s sides are multiples of " + MULTIPLE + " up to " + MOST_PX);
        }
    }

    private static boolean isSide(int px) {
        return px >= MULTIPLE && px <= MOST_PX && px % MULTIPLE == 0;
    }
}
