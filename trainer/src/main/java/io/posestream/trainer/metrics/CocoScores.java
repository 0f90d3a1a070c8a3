package io.posestream.trainer.metrics;

import java.util.Arrays;
import java.util.Map;

/** What COCO's evaluator says of a result: its ten figures and the curves behind them. */
public record CocoScores(Map<AreaRange, Curves> curves) {
    /** Least OKS of a match: .50 to .95 in steps of .05, as {@code numpy.linspace} rounds them. */
    static final double[] THRESHOLDS = linspace(.5, .95, 10);
    /** Recalls at which precision is read. */
    static final double[] RECALLS = linspace(0, 1, 101);

    private static final int AT_50 = 0;
    private static final int AT_75 = 5;

    /**
     * @param precision {@code [10][101]} by threshold and recall, or -1 everywhere if there is nothing to find
     * @param recall {@code [10]} the most that is reached, or -1
     */
    public record Curves(double[][] precision, double[] recall) {
        double averagePrecision() {
            return mean(Arrays.stream(precision).flatMapToDouble(Arrays::stream).toArray());
        }

        double averagePrecision(int threshold) {
            return mean(precision[threshold]);
        }

        double averageRecall() {
            return mean(recall);
        }
    }

    /** The figures in COCO's order. */
    public enum Figure {
        AP("AP"),
        AP_50("AP .5"),
        AP_75("AP .75"),
        AP_M("AP (M)"),
        AP_L("AP (L)"),
        AR("AR"),
        AR_50("AR .5"),
        AR_75("AR .75"),
        AR_M("AR (M)"),
        AR_L("AR (L)");

        private final String title;

        Figure(String title) {
            this.title = title;
        }

        /** As mmpose prints it. */
        public String title() {
            return title;
        }
    }

    public CocoScores {
        curves = Map.copyOf(curves);
    }

    /** 0 to 1, or -1 where there is nothing to find. */
    public double of(Figure figure) {
        return switch (figure) {
            case AP -> in(AreaRange.ALL).averagePrecision();
            case AP_50 -> in(AreaRange.ALL).averagePrecision(AT_50);
            case AP_75 -> in(AreaRange.ALL).averagePrecision(AT_75);
            case AP_M -> in(AreaRange.MEDIUM).averagePrecision();
            case AP_L -> in(AreaRange.LARGE).averagePrecision();
            case AR -> in(AreaRange.ALL).averageRecall();
            case AR_50 -> in(AreaRange.ALL).recall[AT_50];
            case AR_75 -> in(AreaRange.ALL).recall[AT_75];
            case AR_M -> in(AreaRange.MEDIUM).averageRecall();
            case AR_L -> in(AreaRange.LARGE).averageRecall();
        };
    }

    Curves in(AreaRange range) {
        Curves found = curves.get(range);
        if (found == null) {
            throw new IllegalStateException("no curves for " + range);
        }
        return found;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double[] linspace(double from, double to, int count) {
        double step = (to - from) / (count - 1);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * step + from;
        }
        values[count - 1] = to;
        return values;
    }
}
