package io.posestream.trainer.synthetic;

/**
 * A head's skin: eyes, brows, mouth, and where the hair begins. Its places are shares of the head's height, as
 * {@link Skeleton#onHead} has them.
 *
 * @param head height in metres
 * @param hairline how far the hair leaves the forehead free; above 1 there is none
 * @param beard 0 none, 1 full
 */
record Face(double head, int skin, int hair, int iris, double hairline, double beard, boolean glasses)
        implements Fabric {
    static final double EYE_X = .155;
    static final double EYE_Y = .52;
    static final double NOSE_Y = .36;
    static final double MOUTH_Y = .2;
    /** Half the widths of jaw and skull, and of the depth that is more. */
    static final double JAW = .30;

    static final double SKULL = .365;
    static final double DEPTH = 1.13;

    /** How far the face's surface is before the head's middle. */
    static double front(double x, double y) {
        double share = Math.max(0, Math.min(1, (y - JAW) / (1 - JAW - SKULL)));
        double radius = JAW + (SKULL - JAW) * share;
        double off = Math.max(0, Math.max(JAW - y, y - (1 - SKULL)));
        return DEPTH * Math.sqrt(Math.max(0, radius * radius - x * x - off * off));
    }

    @Override
    public int at(double x, double y, double z) {
        double u = Math.abs(x) / head;
        double v = y / head + JAW;
        double w = z / head;
        double strand = Noise.rough(400 * (x + z), 40 * y);
        if ((v - .5) * 1.25 - w * .95 - hairline + .03 * strand > 0) {
            return Rgb.lit(hair, 1 + .25 * strand);
        }
        if (w < 0) {
            return skin;
        }
        double du = u - EYE_X;
        double dv = v - EYE_Y;
        if (du * du / .0072 + dv * dv / .0022 < 1) {
            return du * du + dv * dv < .0021 ? iris : 0xF2F0EC;
        }
        if (glasses && Math.abs(du * du / .0115 + dv * dv / .0085 - 1) < .35) {
            return 0x202020;
        }
        if (Math.abs(du) < .1 && Math.abs(dv - .105 + du * du * 4) < .026) {
            return Rgb.mix(hair, 0x2A1C14, .5);
        }
        if (u < .125 && Math.abs(v - MOUTH_Y - u * u) < .026) {
            return Rgb.mix(skin, 0xA02838, .6);
        }
        if (v < .3 + u * .35 && v + u > .12 && beard > 0) {
            return Rgb.mix(skin, hair, beard * (.8 + .2 * strand));
        }
        double blush = Math.max(0, .02 - (u - .2) * (u - .2) - (v - .33) * (v - .33)) * 9;
        return Rgb.mix(skin, 0xC85848, blush);
    }
}
