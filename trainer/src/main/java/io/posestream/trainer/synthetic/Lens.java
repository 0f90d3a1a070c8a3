package io.posestream.trainer.synthetic;

/**
 * A pinhole camera. Camera space: x right, y down, z forward, in metres.
 *
 * @param focalPx focal length
 */
record Lens(Vec place, Vec right, Vec down, Vec forward, double focalPx, int widthPx, int heightPx) {

    /**
     * @param headingDegrees 0 looks along z, 90 along x
     * @param pitchDegrees downwards
     * @param rollDegrees clockwise
     * @param fieldDegrees what it sees from left to right
     */
    static Lens of(
            Vec place,
            double headingDegrees,
            double pitchDegrees,
            double rollDegrees,
            double fieldDegrees,
            int widthPx,
            int heightPx) {
        Turn turn = Turn.aboutY(headingDegrees).of(Turn.aboutX(pitchDegrees)).of(Turn.aboutZ(rollDegrees));
        double focal = widthPx / 2. / Math.tan(Math.toRadians(fieldDegrees) / 2);
        return new Lens(place, turn.x().times(-1), turn.y().times(-1), turn.z(), focal, widthPx, heightPx);
    }

    double centreX() {
        return (widthPx - 1) / 2.;
    }

    double centreY() {
        return (heightPx - 1) / 2.;
    }

    /** A point in camera space. */
    Vec see(Vec world) {
        Vec from = world.minus(place);
        return new Vec(from.dot(right), from.dot(down), from.dot(forward));
    }

    /** A point of camera space in pixels, 0 the centre of the first; its depth stays as z. */
    Vec project(Vec seen) {
        return new Vec(centreX() + focalPx * seen.x() / seen.z(), centreY() + focalPx * seen.y() / seen.z(), seen.z());
    }

    /** The world's direction through a pixel, 1 m deep. */
    Vec ray(double xPx, double yPx) {
        return right.times((xPx - centreX()) / focalPx)
                .plus(down.times((yPx - centreY()) / focalPx))
                .plus(forward);
    }
}
