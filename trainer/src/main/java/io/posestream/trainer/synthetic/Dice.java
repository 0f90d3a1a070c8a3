package io.posestream.trainer.synthetic;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance. The same seed and number throw the same, in any order of the numbers. One thread. */
final class Dice {
    /** The odd number nearest 2^64 / golden ratio: spreads neighbouring numbers apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    Dice(long seed, long number) {
        this(new SplittableRandom(seed * SPREAD ^ Long.rotateLeft((number + 1) * SPREAD, 29)));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Others, whose number of throws leaves these untouched. */
    Dice split() {
        return new Dice(random.split());
    }

    double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** {@code to} included. */
    int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    /** Normally distributed about 0, cut at 2.5 deviations. */
    double spread(double deviation) {
        return deviation * Math.max(-2.5, Math.min(2.5, random.nextGaussian()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    int bits() {
        return random.nextInt();
    }
}
