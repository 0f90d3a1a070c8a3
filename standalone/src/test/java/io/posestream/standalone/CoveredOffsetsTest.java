package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CoveredOffsetsTest {
    @Test
    void agreesWithABitSet() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            CoveredOffsets covered = new CoveredOffsets();
            BitSet expected = new BitSet();
            for (int n = 0; n < 40; n++) {
                int first = random.nextInt(100);
                int last = first + random.nextInt(8);
                int before = expected.cardinality();
                expected.set(first, last + 1);
                assertThat(covered.add(first, last)).isEqualTo(expected.cardinality() - before);
                assertThat(covered.size()).isEqualTo(expected.cardinality());
            }
            assertThat(covered.highest()).isEqualTo(expected.length() - 1);
            long missing = covered.gaps(0, 0, 120, Integer.MAX_VALUE).stream()
                    .mapToLong(gap -> gap.last() - gap.first() + 1)
                    .sum();
            assertThat(missing).isEqualTo(120 - expected.cardinality());
        }
    }

    @Test
    void givesUpTheLowestGapBeyondItsLimit() {
        CoveredOffsets covered = new CoveredOffsets();
        for (long offset = 0; offset <= 2L * CoveredOffsets.MAX_RUNS; offset += 2) {
            covered.add(offset, offset);
        }
        assertThat(covered.add(1, 1)).isZero();
        assertThat(covered.add(3, 3)).isEqualTo(1);
        assertThat(covered.size()).isEqualTo(CoveredOffsets.MAX_RUNS + 2);
    }
}
