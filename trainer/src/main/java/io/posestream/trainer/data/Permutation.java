package io.posestream.trainer.data;

/**
 * A shuffled order of {@code 0 … size - 1} of which any place can be asked for at once, so that training starts again
 * anywhere without shuffling up to there.
 *
 * <p>A Feistel network permutes the next even power of two; what falls outside of the size is permuted again until it
 * falls inside (Black and Rogaway's cycle walking), fewer than four times on average.
 */
record Permutation(long seed, int size) {
    private static final int ROUNDS = 6;

    Permutation {
        if (size < 1) {
            throw new IllegalArgumentException("a permutation of " + size);
        }
    }

    /** @param place 0 to {@code size - 1} */
    int at(int place) {
        int halfBits = (33 - Integer.numberOfLeadingZeros(size - 1)) / 2;
        long number = place;
        do {
            number = permuted(number, Math.max(1, halfBits));
        } while (number >= size);
        return (int) number;
    }

    private long permuted(long number, int halfBits) {
        long mask = (1L << halfBits) - 1;
        long left = number >>> halfBits;
        long right = number & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (Seeds.mix(seed + (right << 8) + round) & mask);
            left = right;
            right = next;
        }
        return (left << halfBits) | right;
    }
}
