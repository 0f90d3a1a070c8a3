package io.posestream.trainer;

/**
 * The learning rate over a run: a linear warm-up, flat, then a cosine to a small rest (RTMPose's recipe).
 *
 * @param base the flat one
 * @param warmUpSteps over which it grows from {@code warmUpStart} of it
 * @param warmUpStart factor of the very first step
 * @param flatUntil share of the run, 0 to 1, after which the cosine begins
 * @param rest factor at the end
 */
record LearningRate(double base, int warmUpSteps, double warmUpStart, double flatUntil, double rest) {
    /**
     * @param step from 0
     * @param progress share of the run that is done, 0 to 1
     */
    double at(long step, double progress) {
        double rate = base;
        if (progress > flatUntil) {
            double done = Math.min(1, (progress - flatUntil) / (1 - flatUntil));
            rate = base * (rest + (1 - rest) * (1 + Math.cos(Math.PI * done)) / 2);
        }
        if (step < warmUpSteps) {
            double grown = warmUpSteps == 1 ? 1 : (double) step / (warmUpSteps - 1);
            rate *= warmUpStart + (1 - warmUpStart) * grown;
        }
        return rate;
    }
}
