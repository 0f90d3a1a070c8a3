package io.posestream.trainer.synthetic;

/**
 * What is behind people: ground, walls, sky.
 *
 * @param halfWidth where the side walls are; without side walls far beyond what is seen
 */
record Backdrop(Ground ground, Wall wall, double halfWidth, int sky, int horizon) {

    /**
     * Fills in those pixels of a canvas that no solid covers. Every second one of every second row is computed, the others
     * lie between them: what is far is never as sharp as who stands before it, and it costs a third.
     */
    void paint(Canvas canvas, Lens lens, Light light, GroundShadow shadow) {
        double lit = light.ambient() + .8 * light.strength();
        double walls = light.ambient()
                + light.strength() * Math.max(.15, -light.towards().z());
        int columns = (canvas.widthPx + 1) / 2 + 1;
        int[] above = new int[columns];
        int[] below = new int[columns];
        row(below, 0, lens, light, lit, walls, shadow);
        for (int y = 0; y < canvas.heightPx; y++) {
            if ((y & 1) == 0) {
                int[] done = above;
                above = below;
                below = done;
                row(below, y + 2, lens, light, lit, walls, shadow);
            }
            for (int x = 0, at = y * canvas.widthPx; x < canvas.widthPx; x++, at++) {
                if (canvas.part[at] == Canvas.NONE) {
                    int left = (y & 1) == 0 ? above[x >> 1] : Rgb.middle(above[x >> 1], below[x >> 1]);
                    int next = (x >> 1) + (x & 1);
                    int right = (y & 1) == 0 ? above[next] : Rgb.middle(above[next], below[next]);
                    canvas.rgb[at] = Rgb.middle(left, right);
                }
            }
        }
    }

    private void row(int[] colours, int y, Lens lens, Light light, double lit, double walls, GroundShadow shadow) {
        Vec first = lens.ray(0, y);
        Vec step = lens.right().times(2 / lens.focalPx());
        for (int i = 0; i < colours.length; i++) {
            colours[i] = at(
                    lens.place(),
                    first.x() + i * step.x(),
                    first.y() + i * step.y(),
                    first.z() + i * step.z(),
                    light,
                    lit,
                    walls,
                    shadow);
        }
    }

    private int at(
            Vec from, double dx, double dy, double dz, Light light, double lit, double walls, GroundShadow shadow) {
        double toGround = dy < -1e-6 ? -from.y() / dy : 1e6;
        double toWall = dz > 1e-6 ? (wall.z() - from.z()) / dz : 1e6;
        double toSide = dx > 1e-6 ? (halfWidth - from.x()) / dx : dx < -1e-6 ? (-halfWidth - from.x()) / dx : 1e6;
        double nearest = Math.min(toWall, toSide);
        if (toGround <= nearest) {
            double x = from.x() + toGround * dx;
            double z = from.z() + toGround * dz;
            double dim = lit * shadow.light(x, z);
            int colour = ground.at(x, z, toGround);
            double haze = toGround > 12 ? Math.min(.6, (toGround - 12) * .01) : 0;
            return Rgb.mix(Rgb.lit(colour, dim * light.red(), dim * light.green(), dim * light.blue()), horizon, haze);
        }
        double height = from.y() + nearest * dy;
        if (height > wall.height()) {
            double up = dy / Math.sqrt(dx * dx + dy * dy + dz * dz);
            double cloud = Math.max(0, Noise.smooth(dx / (dy + .2) * 2, dz / (dy + .2) * 2)) * .5;
            return Rgb.mix(Rgb.mix(horizon, sky, Math.min(1, up * 2)), 0xF4F4F4, cloud);
        }
        double along = toWall <= toSide ? from.x() + nearest * dx : from.z() + nearest * dz + 7;
        double dim = walls * (toWall <= toSide ? 1 : .85);
        return Rgb.lit(wall.at(along, height), dim * light.red(), dim * light.green(), dim * light.blue());
    }
}
