package io.posestream.trainer.synthetic;

import java.util.Arrays;
import java.util.List;

/** Where solids keep the light from the ground: a map of cells around them, seen from above. Reused; one thread. */
final class GroundShadow {
    private static final double CELL = .05;
    private static final int SIZE = 256;
    /** Shadows of what is higher lie too far off to matter, and a low light would stretch them for ever. */
    private static final double MAX_STRETCH = 2.2;

    private final float[] dark = new float[SIZE * SIZE];
    private double originX;
    private double originZ;

    /** @param softness metres over which an edge fades */
    void cast(List<Solid> solids, Light light, Vec around, double softness) {
        Arrays.fill(dark, 0);
        originX = around.x() - SIZE * CELL / 2;
        originZ = around.z() - SIZE * CELL / 2;
        double stretch = 1 / Math.max(.3, light.towards().y());
        double slantX = -light.towards().x() * stretch;
        double slantZ = -light.towards().z() * stretch;
        double slant = Math.hypot(slantX, slantZ);
        double limit = slant > MAX_STRETCH ? MAX_STRETCH / slant : 1;
        double share = light.strength() / (light.strength() + light.ambient());
        for (Solid solid : solids) {
            Vec low = solid.box() ? solid.origin().minus(spine(solid)) : solid.origin();
            Vec high = solid.box() ? solid.origin().plus(spine(solid)) : solid.top();
            double radius = solid.box() ? middle(solid) : Math.max(solid.low(), solid.high());
            capsule(
                    low.x() + low.y() * slantX * limit,
                    low.z() + low.y() * slantZ * limit,
                    high.x() + high.y() * slantX * limit,
                    high.z() + high.y() * slantZ * limit,
                    radius,
                    softness,
                    share);
            // What all that is near the ground keeps from it, wherever the light comes from.
            double nearness = Math.max(0, .25 - Math.min(low.y(), high.y()));
            capsule(low.x(), low.z(), high.x(), high.z(), radius + .03, .12, 1.6 * nearness);
        }
    }

    /** From a box's middle along its longest side, so far that a capsule of its middle breadth fits in. */
    private static Vec spine(Solid box) {
        double longest = Math.max(box.width(), Math.max(box.tall(), box.depth()));
        Vec along = longest == box.width()
                ? box.turn().x()
                : longest == box.tall() ? box.turn().y() : box.turn().z();
        return along.times(longest - middle(box));
    }

    private static double middle(Solid box) {
        double least = Math.min(box.width(), Math.min(box.tall(), box.depth()));
        double most = Math.max(box.width(), Math.max(box.tall(), box.depth()));
        return box.width() + box.tall() + box.depth() - least - most;
    }

    private void capsule(double ax, double az, double bx, double bz, double radius, double soft, double darkness) {
        double reach = radius + soft / 2;
        int left = (int) Math.max(0, (Math.min(ax, bx) - reach - originX) / CELL);
        int right = (int) Math.min(SIZE - 1, (Math.max(ax, bx) + reach - originX) / CELL);
        int near = (int) Math.max(0, (Math.min(az, bz) - reach - originZ) / CELL);
        int far = (int) Math.min(SIZE - 1, (Math.max(az, bz) + reach - originZ) / CELL);
        double dx = bx - ax;
        double dz = bz - az;
        double dd = dx * dx + dz * dz + 1e-9;
        for (int row = near; row <= far; row++) {
            double pz = originZ + (row + .5) * CELL - az;
            for (int column = left; column <= right; column++) {
                double px = originX + (column + .5) * CELL - ax;
                double along = Math.max(0, Math.min(1, (px * dx + pz * dz) / dd));
                double off = Math.hypot(px - along * dx, pz - along * dz);
                float value = (float) (darkness * Math.max(0, Math.min(1, (reach - off) / soft)));
                int at = row * SIZE + column;
                dark[at] = Math.max(dark[at], value);
            }
        }
    }

    /** The share of the light that reaches a place of the ground. */
    double light(double x, double z) {
        double u = (x - originX) / CELL - .5;
        double v = (z - originZ) / CELL - .5;
        if (!(u >= 0 && v >= 0 && u < SIZE - 1 && v < SIZE - 1)) {
            return 1;
        }
        int iu = (int) u;
        int iv = (int) v;
        double fu = u - iu;
        double fv = v - iv;
        int at = iv * SIZE + iu;
        double top = dark[at] + (dark[at + 1] - dark[at]) * fu;
        double bottom = dark[at + SIZE] + (dark[at + SIZE + 1] - dark[at + SIZE]) * fu;
        return 1 - (top + (bottom - top) * fv);
    }
}
