package io.posestream.trainer;

/**
 * All numbers of a student in training. Legend: P parameters, S statistics of normalisation. Nobody writes to it.
 *
 * @param numbers {@code [P + S]}
 * @param means {@code [P]} of the optimiser, as {@code squares}
 * @param updates of the optimiser
 * @param average {@code [P + S]}; empty without one
 */
record Memory(float[] numbers, float[] means, float[] squares, long updates, float[] average, long averageUpdates) {
    /** What is validated and exported: the average where there is one, else the weights as they are. */
    float[] served() {
        return averageUpdates > 0 ? average : numbers;
    }
}
