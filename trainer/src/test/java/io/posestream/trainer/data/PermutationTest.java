package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void everyPlaceComesOnce() {
        for (int size : IntStream.concat(IntStream.range(1, 70), IntStream.of(1000, 4097))
                .toArray()) {
            Permutation permutation = new Permutation(21, size);

            assertThat(IntStream.range(0, size).map(permutation::at).sorted())
                    .as("of %d", size)
                    .containsExactly(IntStream.range(0, size).boxed().toArray(Integer[]::new));
        }
    }

    @Test
    void worksUpToTheLargestSize() {
        Permutation permutation = new Permutation(21, Integer.MAX_VALUE);

        assertThat(permutation.at(0)).isNotNegative().isNotEqualTo(permutation.at(Integer.MAX_VALUE - 1));
    }

    @Test
    void everythingIsEquallyOftenFirst() {
        int[] first = new int[10];
        for (int seed = 0; seed < 10_000; seed++) {
            first[new Permutation(Seeds.of(seed), 10).at(0)]++;
        }

        assertThat(IntStream.of(first)).allMatch(count -> count > 880 && count < 1120);
    }
}
