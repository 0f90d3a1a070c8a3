package io.posestream.trainer.synthetic;

/** Fixed noise over the plane, with period 256: the grain of cloth, grass and walls. */
final class Noise {
    private static final int SIZE = 256;
    private static final float[] TABLE = new float[SIZE * SIZE];

    static {
        Dice dice = new Dice(1, 1);
        for (int i = 0; i < TABLE.length; i++) {
            TABLE[i] = (float) dice.between(-1, 1.);
        }
    }

    private Noise() {}

    /** -1 to 1, constant over a unit square. */
    static double rough(double u, double v) {
        return TABLE[(floor(v) & SIZE - 1) * SIZE + (floor(u) & SIZE - 1)];
    }

    /** -1 to 1, without edges. */
    static double smooth(double u, double v) {
        int iu = floor(u);
        int iv = floor(v);
        double fu = eased(u - iu);
        double fv = eased(v - iv);
        int row = (iv & SIZE - 1) * SIZE;
        int below = (iv + 1 & SIZE - 1) * SIZE;
        int left = iu & SIZE - 1;
        int right = iu + 1 & SIZE - 1;
        double top = TABLE[row + left] + (TABLE[row + right] - TABLE[row + left]) * fu;
        double bottom = TABLE[below + left] + (TABLE[below + right] - TABLE[below + left]) * fu;
        return top + (bottom - top) * fv;
    }

    private static double eased(double share) {
        return share * share * (3 - 2 * share);
    }

    static int floor(double value) {
        int truncated = (int) value;
        return value < truncated ? truncated - 1 : truncated;
    }
}
