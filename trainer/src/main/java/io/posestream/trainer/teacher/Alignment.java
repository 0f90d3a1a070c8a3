package io.posestream.trainer.teacher;

import io.posestream.inference.model.Crop;

/**
 * Where the student's crop lies in the teacher's. Both show the same frame about the same angle, give or take quarter
 * turns, so that each of the student's axes runs along one of the teacher's.
 */
record Alignment(Axis x, Axis y) {
    /**
     * @param alongX of the teacher's crop; else along its y
     * @param scale teacher's pixels to one of the student's; negative where the axis runs the other way
     * @param offsetPx in the teacher's crop of the student's 0
     */
    record Axis(boolean alongX, double scale, double offsetPx) {
        double teacherPx(double studentPx) {
            return scale * studentPx + offsetPx;
        }

        double studentPx(double teacherPx) {
            return (teacherPx - offsetPx) / scale;
        }
    }

    /** As far from a quarter turn as rounding may leave it, in pixels to a pixel. */
    private static final double ROUNDING = 1e-6;

    /** @throws IllegalArgumentException if the angle between the crops is no multiple of a quarter turn */
    static Alignment between(Crop student, Crop teacher) {
        double[] origin = place(student, teacher, 0, 0);
        double[] right = place(student, teacher, 1, 0);
        double[] down = place(student, teacher, 0, 1);
        return new Alignment(axis(origin, right), axis(origin, down));
    }

    private static double[] place(Crop student, Crop teacher, double xPx, double yPx) {
        double[] frame = student.toFrame(xPx, yPx);
        return teacher.toCrop(frame[0], frame[1]);
    }

    private static Axis axis(double[] origin, double[] next) {
        double alongX = next[0] - origin[0];
        double alongY = next[1] - origin[1];
        if (Math.min(Math.abs(alongX), Math.abs(alongY)) > ROUNDING) {
            throw new IllegalArgumentException("the crops are not turned by a multiple of 90 degrees");
        }
        return Math.abs(alongX) > Math.abs(alongY)
                ? new Axis(true, alongX, origin[0])
                : new Axis(false, alongY, origin[1]);
    }
}
