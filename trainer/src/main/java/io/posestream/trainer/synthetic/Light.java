package io.posestream.trainer.synthetic;

/**
 * A scene's light.
 *
 * @param towards where it comes from, of length 1
 * @param strength of what comes from there; the rest comes from everywhere
 * @param red tint, likewise green and blue, 1 white
 */
record Light(Vec towards, double strength, double ambient, double red, double green, double blue) {

    /** Fills in the colours of a canvas's solids. */
    void shade(Canvas canvas, Lens lens) {
        Vec sun = new Vec(towards.dot(lens.right()), towards.dot(lens.down()), towards.dot(lens.forward()));
        Vec up = new Vec(lens.right().y(), lens.down().y(), lens.forward().y());
        double[] normal = new double[3];
        double step = 1 / lens.focalPx();
        for (int y = 0, at = 0; y < canvas.heightPx; y++) {
            double dy = (y - lens.centreY()) * step;
            for (int x = 0; x < canvas.widthPx; x++, at++) {
                if (canvas.part[at] == Canvas.NONE) {
                    continue;
                }
                double dx = (x - lens.centreX()) * step;
                double depth = canvas.depth[at];
                int colour = canvas.seen[canvas.part[at]].surface(dx, dy, depth, normal);
                double facing = normal[0] * sun.x() + normal[1] * sun.y() + normal[2] * sun.z();
                double direct = Math.max(0, .85 * facing + .15) * strength;
                if (direct > 0 && shadowed(canvas, x, y, depth, lens.focalPx(), sun)) {
                    direct *= .4;
                }
                double sky = normal[0] * up.x() + normal[1] * up.y() + normal[2] * up.z();
                // Edges look away into the dark of creases and of what is near.
                double edge = .72 - .28 * normal[2];
                double light = (ambient * (.8 + .2 * sky) + direct) * edge;
                canvas.rgb[at] = Rgb.lit(colour, light * red, light * green, light * blue);
            }
        }
    }

    /** Whether something stands a hand's breadth towards the light; the picture itself tells, so it is a guess. */
    private static boolean shadowed(Canvas canvas, int x, int y, double depth, double focalPx, Vec sun) {
        double metres = .07;
        double there = depth + metres * sun.z();
        int ox = x + (int) Math.rint(metres * sun.x() * focalPx / depth);
        int oy = y + (int) Math.rint(metres * sun.y() * focalPx / depth);
        if (ox < 0 || oy < 0 || ox >= canvas.widthPx || oy >= canvas.heightPx) {
            return false;
        }
        double gap = there - canvas.depth[oy * canvas.widthPx + ox];
        return gap > .025 && gap < .5;
    }
}
