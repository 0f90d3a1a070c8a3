package io.posestream.standalone;

import java.util.Arrays;

/** The trend of noisy samples: the median of the slopes between all pairs (Theil 1950, Sen 1968), deaf to outliers. */
final class Slope {
    /** More samples are thinned to so many: some 125,000 pairs. */
    private static final int MAX_SAMPLES = 500;

    private Slope() {}

    /** Of y per x; 0 if there are not two different x. */
    static double of(double[] x, double[] y) {
        int step = Math.max(1, (x.length + MAX_SAMPLES - 1) / MAX_SAMPLES);
        int samples = (x.length + step - 1) / step;
        double[] slopes = new double[samples * (samples - 1) / 2];
        int count = 0;
        for (int i = 0; i < x.length; i += step) {
            for (int j = i + step; j < x.length; j += step) {
                if (x[j] != x[i]) {
                    slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
                }
            }
        }
        if (count == 0) {
            return 0;
        }
        Arrays.sort(slopes, 0, count);
        return (slopes[(count - 1) / 2] + slopes[count / 2]) / 2;
    }
}
