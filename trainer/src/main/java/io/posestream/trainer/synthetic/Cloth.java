package io.posestream.trainer.synthetic;

/**
 * Woven, printed, or painted.
 *
 * @param metres the size of what repeats, or of the print
 * @param folds how much light and dark its creases make
 * @param shift of the noise, so that no two are creased alike
 */
record Cloth(Pattern pattern, int first, int second, double metres, double folds, int shift) implements Fabric {
    enum Pattern {
        PLAIN,
        HOOPS,
        STRIPES,
        CHECK,
        DOTS,
        PATCHES,
        /** A picture on the front. */
        PRINT,
        /** Open or buttoned at the front. */
        OPEN,
        /** Another colour down both sides. */
        SIDES,
        /** Another colour from so far up. */
        YOKE
    }

    static Cloth plain(int rgb, double folds) {
        return new Cloth(Pattern.PLAIN, rgb, rgb, 1, folds, 0);
    }

    @Override
    public int at(double x, double y, double z) {
        int colour = pattern == Pattern.PLAIN ? first : second(x, y, z) ? second : first;
        double crease =
                Noise.smooth(7 * (x + z) + shift, 11 * y + 5 * x) + .6 * Noise.smooth(31 * (x - z), 17 * y + shift);
        double weave = Noise.rough(300 * (x + z), 300 * y);
        return Rgb.lit(colour, 1 + folds * crease + .04 * weave);
    }

    private boolean second(double x, double y, double z) {
        return switch (pattern) {
            case PLAIN -> false;
            case HOOPS -> odd(y);
            case STRIPES -> odd(x + .3 * z);
            case CHECK -> odd(x) ^ odd(y);
            case DOTS -> dot(x, y);
            case PATCHES -> Noise.smooth((x + z) / metres + shift, y / metres) > .1;
            case PRINT ->
                z > 0
                        && Math.abs(x) < metres
                        && Math.abs(y - 1.4 * metres) < .8 * metres
                        && Noise.rough(x / metres * 4 + shift, y / metres * 4) > -.35;
            case OPEN -> z > 0 && Math.abs(x) < .35 * metres;
            case SIDES -> Math.abs(x) > 1.6 * Math.abs(z);
            case YOKE -> y > metres;
        };
    }

    private boolean odd(double along) {
        return (Noise.floor(along / metres) & 1) != 0;
    }

    private boolean dot(double x, double y) {
        double u = x / metres - Noise.floor(x / metres) - .5;
        double v = y / metres - Noise.floor(y / metres) - .5;
        return u * u + v * v < .07;
    }
}
