package io.posestream.trainer.synthetic;

import java.util.List;

/**
 * A wall across the view, and what hangs on it.
 *
 * @param z where it stands, in world metres
 * @param height above it is the sky
 */
record Wall(double z, double height, Kind kind, int first, int second, double metres, List<Panel> panels) {
    enum Kind {
        PLASTER,
        BRICK,
        HOUSES,
        CROWD,
        HEDGE,
        BOARDS
    }

    /** A window, a door, a picture; metres on the wall. */
    record Panel(double left, double bottom, double right, double top, int colour, int frame) {}

    Wall {
        panels = List.copyOf(panels);
    }

    int at(double x, double y) {
        for (Panel panel : panels) {
            if (x > panel.left && x < panel.right && y > panel.bottom && y < panel.top) {
                double rim =
                        Math.min(Math.min(x - panel.left, panel.right - x), Math.min(y - panel.bottom, panel.top - y));
                return rim < .06 ? panel.frame : Rgb.lit(panel.colour, 1 + .25 * Noise.smooth(x * 3, y * 2 + x));
            }
        }
        double grain = 1 + .02 * Noise.rough(x * 50, y * 50) + .07 * Noise.smooth(x * .6, y * .6);
        return Rgb.lit(plain(x, y), grain);
    }

    /** Rows of heads and shoulders. */
    private static int crowd(double u, double v) {
        int row = Noise.floor(v);
        double shifted = u + .37 * row;
        double du = shifted - Noise.floor(shifted) - .5;
        double dv = v - row;
        double who = Noise.rough(shifted, 3 * row);
        int coat = Rgb.hsv(2 + 5 * who, .35, .45 + .25 * Noise.rough(3 * shifted - .5 - 3 * du, row));
        if (du * du + (dv - .72) * (dv - .72) < .035) {
            return Rgb.mix(0xC89878, 0x5A3A28, .5 + .5 * who);
        }
        return dv < .62 - du * du ? coat : 0x2E3036;
    }

    private int plain(double x, double y) {
        double u = x / metres;
        double v = y / metres;
        return switch (kind) {
            case PLASTER -> y < .1 ? second : first;
            case BRICK -> {
                double shifted = u + .5 * (Noise.floor(2 * v) & 1);
                boolean mortar = 2 * v - Noise.floor(2 * v) < .12 || shifted - Noise.floor(shifted) < .06;
                yield mortar ? second : Rgb.lit(first, 1 + .15 * Noise.rough(shifted, 2 * v));
            }
            case HOUSES -> {
                double fu = u - Noise.floor(u);
                double fv = v - Noise.floor(v);
                boolean window = fu > .3 && fu < .72 && fv > .28 && fv < .8;
                int house = Rgb.mix(first, second, .5 + .5 * Noise.rough(u / 4, 1));
                yield window ? Rgb.lit(0x38424E, 1.2 + .8 * Noise.rough(u, v)) : house;
            }
            case CROWD -> crowd(2 * x, 1.6 * y);
            case HEDGE ->
                Rgb.mix(first, second, .5 + .3 * Noise.smooth(x * 5, y * 5) + .3 * Noise.rough(x * 25, y * 25));
            case BOARDS -> Rgb.mix(first, second, Math.max(0, 1 - 12 * Math.abs(u - Noise.floor(u) - .5)));
        };
    }
}
