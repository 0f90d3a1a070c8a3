package io.posestream.trainer.synthetic;

import java.util.Arrays;
import java.util.List;

/** A picture with, for every pixel, how deep it is and of which solid. Reused from picture to picture by one thread. */
final class Canvas {
    static final int NONE = -1;
    private static final double NEAR_METRES = .15;

    final int widthPx;
    final int heightPx;
    /** {@code [height, width]} 0xRRGGBB. */
    final int[] rgb;
    /** {@code [height, width]} metres along the lens's axis. */
    final float[] depth;
    /** {@code [height, width]} index into {@link #seen}, or {@link #NONE}. */
    final int[] part;

    Seen[] seen = new Seen[0];

    Canvas(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        rgb = new int[widthPx * heightPx];
        depth = new float[widthPx * heightPx];
        part = new int[widthPx * heightPx];
    }

    /** Finds what is foremost at each pixel; colours come later. */
    void place(Lens lens, List<Solid> solids) {
        Arrays.fill(depth, Float.POSITIVE_INFINITY);
        Arrays.fill(part, NONE);
        seen = new Seen[solids.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new Seen(solids.get(i), lens);
            place(lens, i);
        }
    }

    private void place(Lens lens, int index) {
        Seen shape = seen[index];
        Bounds bounds = Bounds.of(shape.solid, lens, NEAR_METRES);
        double step = 1 / lens.focalPx();
        for (int y = bounds.top(); y <= bounds.bottom(); y++) {
            double dy = (y - lens.centreY()) * step;
            int at = y * widthPx + bounds.left();
            boolean within = false;
            for (int x = bounds.left(); x <= bounds.right(); x++, at++) {
                double hit = shape.hit((x - lens.centreX()) * step, dy);
                if (hit == Seen.NOTHING) {
                    if (within && !shape.hollow()) {
                        break; // what is convex does not come again in this row
                    }
                    continue;
                }
                within = true;
                if (hit < depth[at] && hit > NEAR_METRES) {
                    depth[at] = (float) hit;
                    part[at] = index;
                }
            }
        }
    }

    /** Blends the colours along the edges of solids, where each pixel has that of one of them only. */
    void softenEdges() {
        for (int y = 1; y < heightPx - 1; y++) {
            int at = y * widthPx + 1;
            for (int x = 1; x < widthPx - 1; x++, at++) {
                int own = part[at];
                if (part[at + 1] != own
                        || part[at + widthPx] != own
                        || part[at - 1] != own
                        || part[at - widthPx] != own) {
                    rgb[at] = blend(rgb[at], rgb[at + 1], rgb[at - 1], rgb[at + widthPx], rgb[at - widthPx]);
                }
            }
        }
    }

    /** Half of the first, an eighth of each other: two channels at once, in halves of an int. */
    private static int blend(int centre, int a, int b, int c, int d) {
        int redBlue = (centre & 0xFF00FF) * 4 + (a & 0xFF00FF) + (b & 0xFF00FF) + (c & 0xFF00FF) + (d & 0xFF00FF);
        int green = (centre & 0xFF00) * 4 + (a & 0xFF00) + (b & 0xFF00) + (c & 0xFF00) + (d & 0xFF00);
        return ((redBlue >>> 3) & 0xFF00FF) | ((green >>> 3) & 0xFF00);
    }

    /** Whose the pixel is. */
    int owner(int at) {
        return part[at] == NONE ? Solid.SCENERY : seen[part[at]].solid.owner();
    }

    /** The pixels that a solid may cover, edges included; empty if it is not in the picture. */
    record Bounds(int left, int top, int right, int bottom) {
        private static final Bounds EMPTY = new Bounds(0, 0, -1, -1);

        static Bounds of(Solid solid, Lens lens, double near) {
            Bounds first = of(lens.see(solid.origin()), solid.reach(), lens, near);
            return solid.height() == 0 ? first : first.with(of(lens.see(solid.top()), solid.reach(), lens, near));
        }

        private static Bounds of(Vec seen, double reach, Lens lens, double near) {
            if (seen.z() + reach <= near) {
                return EMPTY;
            }
            double nearest = Math.max(near, seen.z() - reach);
            double farthest = seen.z() + reach;
            double left = Math.min((seen.x() - reach) / nearest, (seen.x() - reach) / farthest);
            double right = Math.max((seen.x() + reach) / nearest, (seen.x() + reach) / farthest);
            double top = Math.min((seen.y() - reach) / nearest, (seen.y() - reach) / farthest);
            double bottom = Math.max((seen.y() + reach) / nearest, (seen.y() + reach) / farthest);
            return new Bounds(
                    (int) Math.max(0, Math.floor(lens.centreX() + lens.focalPx() * left)),
                    (int) Math.max(0, Math.floor(lens.centreY() + lens.focalPx() * top)),
                    (int) Math.min(lens.widthPx() - 1, Math.ceil(lens.centreX() + lens.focalPx() * right)),
                    (int) Math.min(lens.heightPx() - 1, Math.ceil(lens.centreY() + lens.focalPx() * bottom)));
        }

        private Bounds with(Bounds other) {
            if (right < left) {
                return other;
            }
            return other.right < other.left
                    ? this
                    : new Bounds(
                            Math.min(left, other.left),
                            Math.min(top, other.top),
                            Math.max(right, other.right),
                            Math.max(bottom, other.bottom));
        }
    }
}
