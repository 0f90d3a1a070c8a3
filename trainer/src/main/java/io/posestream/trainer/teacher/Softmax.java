package io.posestream.trainer.teacher;

import io.posestream.trainer.data.SimccTarget;

/** Responses along an axis as a distribution. */
final class Softmax {
    private Softmax() {}

    /** @return {@code exp(SHARPNESS * (response - highest))}; 0 where there is none ({@code -inf}) */
    static double[] unnormalised(float[] responses) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float response : responses) {
            highest = Math.max(highest, response);
        }
        double[] masses = new double[responses.length];
        for (int i = 0; i < responses.length; i++) {
            masses[i] = responses[i] == Float.NEGATIVE_INFINITY
                    ? 0
                    : Math.exp(SimccTarget.SHARPNESS * (responses[i] - highest));
        }
        return masses;
    }

    /** @param to {@code responses.length} from {@code from} on are written, sum 1 */
    static void put(float[] responses, float[] to, int from) {
        double[] masses = unnormalised(responses);
        double sum = 0;
        for (double mass : masses) {
            sum += mass;
        }
        for (int i = 0; i < masses.length; i++) {
            to[from + i] = (float) (masses[i] / sum);
        }
    }
}
