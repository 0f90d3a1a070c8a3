package io.posestream.trainer.net;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The weights that RTMPose starts from; and a detector, whose head begins by finding nobody. */
final class Initial {
    private static final double HEAD_CONVOLUTION_STD = .001;
    private static final double LINEAR_STD = .01;
    /** A detector's first score of every cell, so that the many without a person do not drown the few (RetinaNet). */
    private static final double PRIOR = .01;
    /** A detector's first distance from a cell to its box's sides, in cells: that of a middling person. */
    private static final double SIDE = 3;

    private Initial() {}

    static float[] values(ParameterPlan plan, long seed) {
        Random random = new Random(seed);
        float[] values = new float[end(plan.parameters())];
        for (Parameter parameter : plan.parameters()) {
            for (int i = parameter.offset(); i < parameter.end(); i++) {
                values[i] = (float) value(parameter, random);
            }
        }
        return values;
    }

    static float[] statistics(ParameterPlan plan) {
        float[] statistics = new float[end(plan.statistics())];
        for (Parameter part : plan.statistics()) {
            if (part.name().endsWith(".running_var")) {
                Arrays.fill(statistics, part.offset(), part.end(), 1);
            }
        }
        return statistics;
    }

    private static int end(List<Parameter> parts) {
        return parts.get(parts.size() - 1).end();
    }

    private static double value(Parameter parameter, Random random) {
        String name = parameter.name();
        if (name.endsWith(".bias")) {
            return switch (name) {
                case Names.SCORE + ".bias" -> -Math.log((1 - PRIOR) / PRIOR);
                case Names.BOX + ".bias" -> Math.log(SIDE);
                default -> 0;
            };
        }
        if (name.equals("head.gau.gamma") || name.equals("head.gau.beta")) {
            return random.nextDouble();
        }
        if (name.endsWith(".g") || name.endsWith(".scale") || name.endsWith(".bn.weight")) {
            return 1;
        }
        if (name.startsWith("head.") || name.startsWith("auxiliary.")) {
            return random.nextGaussian() * (parameter.shape().length == 4 ? HEAD_CONVOLUTION_STD : LINEAR_STD);
        }
        // Kaiming's uniform with a = sqrt(5): within 1 / sqrt(inputs).
        long[] shape = parameter.shape();
        return (2 * random.nextDouble() - 1) / Math.sqrt((double) shape[1] * shape[2] * shape[3]);
    }
}
