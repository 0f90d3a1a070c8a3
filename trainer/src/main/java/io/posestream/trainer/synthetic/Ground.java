package io.posestream.trainer.synthetic;

/** What people stand on; metres in the plane. */
record Ground(Kind kind, int first, int second, double metres, double cos, double sin) {
    enum Kind {
        ROUGH,
        TILES,
        PLANKS,
        STRIPES,
        COURT
    }

    static Ground of(Kind kind, int first, int second, double metres, double radians) {
        return new Ground(kind, first, second, metres, Math.cos(radians), Math.sin(radians));
    }

    /** @param distance from the lens: far off, what is fine blurs */
    int at(double worldX, double worldZ, double distance) {
        double x = cos * worldX + sin * worldZ;
        double z = cos * worldZ - sin * worldX;
        // A line thinner than what a pixel shows of the ground would come out dotted.
        double wide = Math.max(.03, .006 * distance / metres);
        double faint = Math.min(1, .045 / wide);
        double fine = 1 / (1 + distance * distance * .015);
        int colour = switch (kind) {
            case ROUGH -> Rgb.mix(first, second, .5 + .5 * Noise.smooth(x / metres, z / metres));
            case TILES ->
                edge(x, wide) || edge(z, wide) ? Rgb.mix(first, second, fine * faint) : tile(x, z, .07 * fine);
            case PLANKS -> edge(x, wide) ? Rgb.mix(first, second, fine * faint) : tile(x, z / 9, .12 * fine);
            case STRIPES -> (Noise.floor(x / metres) & 1) == 0 ? first : second;
            case COURT -> line(x, distance) || line(z + 1.3, distance) ? 0xE8E8E0 : first;
        };
        double grain = Noise.rough(x * 60, z * 60);
        double stain = Noise.smooth(x * 1.3, z * 1.3);
        return Rgb.lit(colour, 1 + .08 * fine * grain + .09 * stain);
    }

    private int tile(double x, double z, double difference) {
        return Rgb.lit(first, 1 + difference * Noise.rough(x / metres, z / metres));
    }

    private boolean edge(double along, double wide) {
        double place = along / metres;
        return place - Noise.floor(place) < wide;
    }

    private boolean line(double along, double distance) {
        double place = along / (5 * metres);
        return (place - Noise.floor(place)) * 5 * metres < Math.max(.07, .006 * distance);
    }
}
