package io.posestream.trainer.synthetic;

/** A solid as a lens sees it: which rays hit it, how deep, and where its surface faces. */
final class Seen {
    static final double NOTHING = Double.POSITIVE_INFINITY;

    final Solid solid;
    /** {@code [3, 3]} a camera direction to the solid's space, row by row. */
    private final double[] m = new double[9];
    /** The lens in the solid's space. */
    private final double ox;

    private final double oy;
    private final double oz;

    private final double h;
    private final double rr;
    private final double d2;
    private final double m1;
    private final double m5;
    private final double m7;
    private final boolean cut;

    Seen(Solid solid, Lens lens) {
        this.solid = solid;
        Turn turn = solid.turn();
        row(0, turn.x().times(1 / solid.width()), lens);
        row(1, turn.y().times(1 / solid.tall()), lens);
        row(2, turn.z().times(1 / solid.depth()), lens);
        Vec from = lens.place().minus(solid.origin());
        ox = from.dot(turn.x()) / solid.width();
        oy = from.dot(turn.y()) / solid.tall();
        oz = from.dot(turn.z()) / solid.depth();
        h = solid.height();
        rr = solid.low() - solid.high();
        d2 = h * h - rr * rr;
        m1 = h * oy;
        m5 = ox * ox + oy * oy + oz * oz;
        m7 = ox * ox + (oy - h) * (oy - h) + oz * oz;
        cut = solid.cutLow() > -1e8 || solid.cutHigh() < 1e8;
    }

    private void row(int row, Vec axis, Lens lens) {
        m[3 * row] = axis.dot(lens.right());
        m[3 * row + 1] = axis.dot(lens.down());
        m[3 * row + 2] = axis.dot(lens.forward());
    }

    /** Whether a row of rays may hit it, miss it, and hit it again. */
    boolean hollow() {
        return cut;
    }

    /** How deep the ray (x, y, 1) of camera space hits it. */
    double hit(double x, double y) {
        double dx = m[0] * x + m[1] * y + m[2];
        double dy = m[3] * x + m[4] * y + m[5];
        double dz = m[6] * x + m[7] * y + m[8];
        return solid.box() ? boxHit(dx, dy, dz) : coneHit(dx, dy, dz);
    }

    /** After Inigo Quilez, "Intersectors": rounded cone; here for directions of any length. */
    private double coneHit(double dx, double dy, double dz) {
        double ra = solid.low();
        double rb = solid.high();
        double dd = dx * dx + dy * dy + dz * dz;
        double m3 = dx * ox + dy * oy + dz * oz;
        if (h > 0) {
            double m2 = h * dy;
            double m0 = h * h;
            double k2 = d2 * dd - m2 * m2;
            double k1 = d2 * m3 - m1 * m2 + m2 * rr * ra;
            double k0 = d2 * m5 - m1 * m1 + m1 * rr * ra * 2 - m0 * ra * ra;
            double disc = k1 * k1 - k0 * k2;
            if (disc < 0) {
                return NOTHING;
            }
            double root = Math.sqrt(disc);
            double t = (-root - k1) / k2;
            double y = m1 - ra * rr + t * m2;
            if (y > 0 && y < d2) {
                if (!cut || within(oy + t * dy)) {
                    return t;
                }
            }
            if (cut) { // the inside of the far wall
                t = (root - k1) / k2;
                y = m1 - ra * rr + t * m2;
                return y > 0 && y < d2 && within(oy + t * dy) ? t : NOTHING;
            }
            double m6 = m3 - m2;
            double h2 = m6 * m6 - dd * (m7 - rb * rb);
            double far = h2 > 0 ? (-m6 - Math.sqrt(h2)) / dd : NOTHING;
            return Math.min(far, ball(m3, dd, ra));
        }
        return ball(m3, dd, ra);
    }

    private double ball(double m3, double dd, double ra) {
        double h1 = m3 * m3 - dd * (m5 - ra * ra);
        if (h1 <= 0) {
            return NOTHING;
        }
        return (-m3 - Math.sqrt(h1)) / dd;
    }

    private boolean within(double y) {
        return y >= solid.cutLow() && y <= solid.cutHigh();
    }

    private double boxHit(double dx, double dy, double dz) {
        double near = -NOTHING;
        double far = NOTHING;
        double a = (-1 - ox) / dx;
        double b = (1 - ox) / dx;
        near = Math.max(near, Math.min(a, b));
        far = Math.min(far, Math.max(a, b));
        a = (-1 - oy) / dy;
        b = (1 - oy) / dy;
        near = Math.max(near, Math.min(a, b));
        far = Math.min(far, Math.max(a, b));
        a = (-1 - oz) / dz;
        b = (1 - oz) / dz;
        near = Math.max(near, Math.min(a, b));
        far = Math.min(far, Math.max(a, b));
        return near <= far ? near : NOTHING;
    }

    /** The colour and the direction of the surface that a ray hits so deep. */
    int surface(double x, double y, double depth, double[] normal) {
        double px = ox + depth * (m[0] * x + m[1] * y + m[2]);
        double py = oy + depth * (m[3] * x + m[4] * y + m[5]);
        double pz = oz + depth * (m[6] * x + m[7] * y + m[8]);
        double nx = px;
        double ny = py;
        double nz = pz;
        if (solid.box()) {
            double ax = Math.abs(px);
            double ay = Math.abs(py);
            double az = Math.abs(pz);
            nx = ax >= ay && ax >= az ? px : 0;
            ny = ay > ax && ay >= az ? py : 0;
            nz = az > ax && az > ay ? pz : 0;
            px *= solid.width();
            py *= solid.tall();
            pz *= solid.depth();
        } else if (h > 0) {
            double along = Math.max(0, Math.min(d2, h * py - solid.low() * rr));
            nx = d2 * px;
            ny = d2 * py - h * along;
            nz = d2 * pz;
        }
        double cx = m[0] * nx + m[3] * ny + m[6] * nz;
        double cy = m[1] * nx + m[4] * ny + m[7] * nz;
        double cz = m[2] * nx + m[5] * ny + m[8] * nz;
        double length = Math.sqrt(cx * cx + cy * cy + cz * cz);
        // The inside of what was cut open is seen from behind.
        double sign = cx * x + cy * y + cz > 0 ? -1 / length : 1 / length;
        normal[0] = cx * sign;
        normal[1] = cy * sign;
        normal[2] = cz * sign;
        int colour = solid.fabric().at(px, py, pz);
        return sign < 0 ? Rgb.lit(colour, .45) : colour;
    }
}
