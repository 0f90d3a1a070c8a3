package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimccTargetTest {
    private final SimccTarget target = new SimccTarget(192, 256);

    /** MMPose's configurations of 192 x 256, 256 x 256 and 288 x 384. */
    @ParameterizedTest
    @CsvSource({"192,4.9", "256,5.66", "288,6", "384,6.93"})
    void sigmasAreThoseOfRtmpose(int sizePx, double sigma) {
        assertThat(SimccTarget.sigmaBins(sizePx)).isEqualTo(sigma);
    }

    @Test
    void twoBinsToAPixel() {
        assertThat(target.binsX()).isEqualTo(384);
        assertThat(target.binsY()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource({"50,100", "70.4,141", ".25,0", ".75,2", "1.25,2", "-.25,0", "-.3,-1"})
    void aHalfGoesToTheEvenBin(float placePx, int bin) {
        assertThat(SimccTarget.bin(placePx)).isEqualTo(bin);
    }

    /** Bins 398 and 399 of 384 at three times 4.9; -15 and -16; 528 and 529 of 512 at three times 5.66. */
    @ParameterizedTest
    @CsvSource({"199,100,1", "199.5,100,0", "-7.5,100,1", "-8,100,0", "50,264,1", "50,264.5,0", "50,-8.5,1", "50,-9,0"})
    void countsWithinThreeSigmasOfTheCrop(float x, float y, float weight) {
        assertThat(target.weight(x, y, 1)).isEqualTo(weight);
    }

    @Test
    void countsLabelledAndHiddenOnesAlike() {
        assertThat(target.weight(50, 50, 2)).isEqualTo(1);
        assertThat(target.weight(50, 50, 1)).isEqualTo(1);
        assertThat(target.weight(50, 50, 0)).isZero();
    }
}
