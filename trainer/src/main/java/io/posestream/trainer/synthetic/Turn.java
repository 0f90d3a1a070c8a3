package io.posestream.trainer.synthetic;

/** A rotation, as the world directions of a body part's own axes: x to the person's left, y up, z to the front. */
record Turn(Vec x, Vec y, Vec z) {
    static final Turn NONE = new Turn(new Vec(1, 0, 0), Vec.UP, new Vec(0, 0, 1));

    /** y towards z. */
    static Turn aboutX(double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new Turn(NONE.x, new Vec(0, c, s), new Vec(0, -s, c));
    }

    /** z towards x. */
    static Turn aboutY(double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new Turn(new Vec(c, 0, -s), NONE.y, new Vec(s, 0, c));
    }

    /** x towards y. */
    static Turn aboutZ(double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new Turn(new Vec(c, s, 0), new Vec(-s, c, 0), NONE.z);
    }

    /** First {@code inner}, within this one's frame. */
    Turn of(Turn inner) {
        return new Turn(apply(inner.x), apply(inner.y), apply(inner.z));
    }

    /** From the part's own axes to the world's. */
    Vec apply(Vec local) {
        return apply(local.x(), local.y(), local.z());
    }

    Vec apply(double lx, double ly, double lz) {
        return new Vec(
                x.x() * lx + y.x() * ly + z.x() * lz,
                x.y() * lx + y.y() * ly + z.y() * lz,
                x.z() * lx + y.z() * ly + z.z() * lz);
    }
}
