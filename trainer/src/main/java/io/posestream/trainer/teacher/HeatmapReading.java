package io.posestream.trainer.teacher;

import io.posestream.inference.model.PoseOutput;
import io.posestream.schemas.ModelContract;
import io.posestream.trainer.data.SimccTarget;

/**
 * Heat-map to SimCC. The map is reduced to each axis by its maximum over the other one: a sum would let the width of the
 * ridge and the noise of empty cells outweigh the peak. Each hump of that profile becomes a SimCC label's Gaussian at its
 * place, as high as it stands beside the highest; so doubt between two places remains, and the answer is as narrow as a
 * label, where the map's own hump is three times as wide. How sure the teacher is goes into the weight, not the width.
 *
 * <p>Places as serving decodes them: cell i is crop pixel i · width / w, and a quarter cell towards the higher neighbour.
 */
final class HeatmapReading implements AxisReading {
    /** Lower humps would hold less than 1 % of the mass: exp(-5) of a peak. */
    private static final float MIN_HEIGHT = .5f;
    /** Of a lesser hump, so that the bin beside the place that serving decodes stays the highest. */
    private static final float MAX_HEIGHT = .97f;

    private static final float REFINEMENT_CELLS = .25f;

    private final int widthPx;
    private final int heightPx;

    HeatmapReading(ModelContract contract) {
        this.widthPx = contract.widthPx();
        this.heightPx = contract.heightPx();
    }

    @Override
    public boolean read(PoseOutput output, int keypoint, Alignment.Axis axis, float[] responses) {
        float[] profile = profile(output.values(0, keypoint), output.rowLength(0), axis.alongX());
        double cellPx = (double) (axis.alongX() ? widthPx : heightPx) / profile.length;
        float[] place = output.decode(keypoint);
        double main = bin(axis, axis.alongX() ? place[0] : place[1]);
        float highest = place[2];
        add(responses, main, 1);
        for (int i = 0; i < profile.length; i++) {
            if (isLesserHump(profile, i, highest)) {
                float height = Math.min(MAX_HEIGHT, profile[i] / highest);
                add(responses, bin(axis, refined(profile, i) * cellPx), height);
            }
        }
        return main > -.5 && main < responses.length - .5;
    }

    private static double bin(Alignment.Axis axis, double teacherPx) {
        return SimccTarget.BINS_PER_PIXEL * axis.studentPx(teacherPx);
    }

    private static float[] profile(float[] map, int width, boolean alongX) {
        float[] profile = new float[alongX ? width : map.length / width];
        for (int k = 0; k < profile.length; k++) {
            profile[k] = Float.NEGATIVE_INFINITY;
        }
        for (int i = 0; i < map.length; i++) {
            int at = alongX ? i % width : i / width;
            profile[at] = Math.max(profile[at], map[i]);
        }
        return profile;
    }

    private static boolean isLesserHump(float[] profile, int i, float highest) {
        return profile[i] >= MIN_HEIGHT * highest
                && profile[i] < highest
                && (i == 0 || profile[i] > profile[i - 1])
                && (i == profile.length - 1 || profile[i] >= profile[i + 1]);
    }

    /** Cells from 0. Serving refines where 1 < i < length - 1. */
    private static double refined(float[] profile, int i) {
        return i > 1 && i < profile.length - 1
                ? i + REFINEMENT_CELLS * Math.signum(profile[i + 1] - profile[i - 1])
                : i;
    }

    /** Where humps overlap, the higher stands. */
    private static void add(float[] responses, double bin, float height) {
        double sigma = SimccTarget.sigmaBins(responses.length / SimccTarget.BINS_PER_PIXEL);
        for (int i = 0; i < responses.length; i++) {
            double distance = (i - bin) / sigma;
            responses[i] = Math.max(responses[i], (float) (height * Math.exp(-distance * distance / 2)));
        }
    }
}
