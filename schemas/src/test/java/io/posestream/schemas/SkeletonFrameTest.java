package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SkeletonFrameTest {
    @Test
    void personsAreComparedByTheirNumbers() {
        Person one = person(1);

        assertThat(one).isEqualTo(person(1)).hasSameHashCodeAs(person(1)).isNotEqualTo(person(2));
    }

    @Test
    void aPersonsKeypointsAreReadByIndex() {
        Person person = person(4);

        assertThat(person.xPx(1)).isEqualTo(4);
        assertThat(person.yPx(1)).isEqualTo(5);
        assertThat(person.score(1)).isEqualTo(.5f);
    }

    @Test
    void refusesAPersonWithBrokenNumbers() {
        assertThatThrownBy(() -> new Person(1, new float[3], new float[3], new BitSet()))
                .hasMessageContaining("a box has 4 numbers, not 3");
        assertThatThrownBy(() -> new Person(1, new float[4], new float[4], new BitSet()))
                .hasMessageContaining("4 keypoint numbers");
        BitSet second = new BitSet();
        second.set(1);
        assertThatThrownBy(() -> new Person(1, new float[4], new float[3], second))
                .hasMessageContaining("3 keypoint numbers with 2 known bits");
    }

    private static Person person(float x) {
        return new Person(.5f, new float[] {0, 0, 9, 9}, new float[] {0, 0, 0, x, 5, .5f}, new BitSet());
    }
}
