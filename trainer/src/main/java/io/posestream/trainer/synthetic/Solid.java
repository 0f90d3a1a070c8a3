package io.posestream.trainer.synthetic;

/**
 * A shape in the world: two spheres and the cone that wraps them, flattened; or a box.
 *
 * <p>A point p of the world is at {@code turn⁻¹(p - origin) / scale} in its own space. There the spheres are at y = 0 and y =
 * height; the box is from -1 to 1 on each axis.
 *
 * @param owner whose it is: a person's number, or {@link #SCENERY}
 * @param width of the cross-section's sides, as a share of the radii
 * @param depth likewise, front to back
 * @param cutLow below that y in its own space there is nothing
 * @param cutHigh nor above that
 */
record Solid(
        int owner,
        Fabric fabric,
        boolean box,
        Vec origin,
        Turn turn,
        double width,
        double tall,
        double depth,
        double height,
        double low,
        double high,
        double cutLow,
        double cutHigh) {
    static final int SCENERY = -1;
    private static final double ENDLESS = 1e9;

    /** From one point to another, as thick as told at each; what is its front faces {@code front}. */
    static Solid limb(int owner, Fabric fabric, Vec from, Vec to, Vec front, double low, double high) {
        Vec y = to.minus(from);
        double height = y.length();
        y = height < 1e-6 ? Vec.UP : y.times(1 / height);
        Vec x = y.cross(front);
        x = x.length() < 1e-6 ? y.cross(new Vec(y.y(), y.z(), y.x())) : x;
        x = x.unit();
        // One that would hide within the other is all there is.
        double most = .98 * height;
        double thin = Math.min(low, high);
        double thick = Math.min(Math.max(low, high), thin + most);
        return new Solid(
                owner,
                fabric,
                false,
                from,
                new Turn(x, y, x.cross(y)),
                1,
                1,
                1,
                height,
                low < high ? thin : thick,
                low < high ? thick : thin,
                -ENDLESS,
                ENDLESS);
    }

    static Solid ball(int owner, Fabric fabric, Vec centre, Turn turn, double radius) {
        return new Solid(owner, fabric, false, centre, turn, 1, 1, 1, 0, radius, radius, -ENDLESS, ENDLESS);
    }

    /** @param half its extents from the middle */
    static Solid box(Fabric fabric, Vec centre, Turn turn, Vec half) {
        return new Solid(SCENERY, fabric, true, centre, turn, half.x(), half.y(), half.z(), 0, 1, 1, -ENDLESS, ENDLESS);
    }

    Solid flattened(double newWidth, double newDepth) {
        return new Solid(
                owner, fabric, box, origin, turn, newWidth, tall, newDepth, height, low, high, cutLow, cutHigh);
    }

    /** Only what is between two shares of its height, without the round ends. */
    Solid cut(double from, double to) {
        return new Solid(
                owner, fabric, box, origin, turn, width, tall, depth, height, low, high, from * height, to * height);
    }

    Vec top() {
        return origin.plus(turn.y().times(height));
    }

    /** No point of it is further from one of its ends, or from a box's middle. */
    double reach() {
        if (box) {
            return Math.sqrt(width * width + tall * tall + depth * depth);
        }
        return Math.max(low, high) * Math.max(1, Math.max(width, depth));
    }
}
