package io.posestream.trainer.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random numbers that depend on what they are for, never on who asks first. */
final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    static RandomGenerator random(long... of) {
        return new SplittableRandom(of(of));
    }

    static long of(long... numbers) {
        long seed = 0;
        for (long number : numbers) {
            seed = mix(seed + GOLDEN + mix(number));
        }
        return seed;
    }

    /** FNV-1a. */
    static long of(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    /** David Stafford's variant 13 of MurmurHash3's finaliser. */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
