package io.posestream.trainer.teacher;

import io.posestream.inference.model.PoseOutput;
import io.posestream.trainer.data.SimccTarget;

/**
 * SimCC to SimCC: the teacher's responses, interpolated where the student's bins lie. At the same scale that is a slice.
 * Otherwise a peak comes out as much narrower as the teacher's crop is larger, which is left so.
 */
final class SimccReading implements AxisReading {
    /** Beyond which share of the teacher's mass outside the student's crop the keypoint counts as not in it. */
    private static final double MAX_OUTSIDE = .5;
    /** Of a bin: interpolation that close to a bin takes the bin. */
    private static final double ROUNDING = 1e-6;

    private final double splitRatio;

    /** @param splitRatio the teacher's bins to a pixel of its crop */
    SimccReading(double splitRatio) {
        this.splitRatio = splitRatio;
    }

    @Override
    public boolean read(PoseOutput output, int keypoint, Alignment.Axis axis, float[] responses) {
        float[] teachers = output.values(axis.alongX() ? 0 : 1, keypoint);
        for (int i = 0; i < responses.length; i++) {
            double bin = splitRatio * axis.teacherPx((double) i / SimccTarget.BINS_PER_PIXEL);
            responses[i] = at(teachers, bin);
        }
        return isInside(teachers, axis, responses.length);
    }

    private static float at(float[] responses, double bin) {
        double nearest = Math.rint(bin);
        double exact = Math.abs(bin - nearest) < ROUNDING ? nearest : bin;
        if (exact < 0 || exact > responses.length - 1) {
            return Float.NEGATIVE_INFINITY;
        }
        int below = (int) exact;
        double share = exact - below;
        return share == 0 ? responses[below] : (float) ((1 - share) * responses[below] + share * responses[below + 1]);
    }

    /** Neither the most of the mass nor the first maximum lies outside the student's bins. */
    private boolean isInside(float[] teachers, Alignment.Axis axis, int bins) {
        double[] masses = Softmax.unnormalised(teachers);
        double inside = 0;
        double all = 0;
        int best = 0;
        for (int i = 0; i < masses.length; i++) {
            all += masses[i];
            inside += isInside(i, axis, bins) ? masses[i] : 0;
            best = masses[i] > masses[best] ? i : best;
        }
        return inside >= (1 - MAX_OUTSIDE) * all && isInside(best, axis, bins);
    }

    private boolean isInside(int teachersBin, Alignment.Axis axis, int bins) {
        double bin = SimccTarget.BINS_PER_PIXEL * axis.studentPx(teachersBin / splitRatio);
        return bin > -.5 && bin < bins - .5;
    }
}
