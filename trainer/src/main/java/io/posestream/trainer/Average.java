package io.posestream.trainer;

/**
 * The exponential moving average of the student's numbers, statistics of normalisation included (MMDetection's
 * {@code ExpMomentumEMA}). One thread owns it.
 */
final class Average {
    private static final double MOMENTUM = .0002;
    private static final double GAMMA = 2000;

    private final float[] numbers;
    private long updates;

    Average(int length) {
        this.numbers = new float[length];
    }

    /** How much of the new numbers the update takes after so many: nearly all at first, two in ten thousand in the end. */
    static double momentum(long updates) {
        return (1 - MOMENTUM) * Math.exp(-(1.0 + updates) / GAMMA) + MOMENTUM;
    }

    /** The first is a copy. */
    void update(float[] current) {
        if (updates == 0) {
            System.arraycopy(current, 0, numbers, 0, numbers.length);
        } else {
            float momentum = (float) momentum(updates);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] += momentum * (current[i] - numbers[i]);
            }
        }
        updates++;
    }

    float[] numbers() {
        return numbers;
    }

    long updates() {
        return updates;
    }

    void goOnFrom(long updatesDone) {
        updates = updatesDone;
    }
}
