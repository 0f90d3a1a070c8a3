package io.posestream.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.posestream.trainer.metrics.DrawnScore;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On scores that are the mean over images, whose standard error is known. */
class PairedBootstrapTest {
    @Test
    void theIntervalIsAsWideAsTheStandardErrorOfPairedDifferences() {
        Random random = new Random(1);
        double[] live = random.doubles(400).toArray();
        double[] better = live.clone();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < better.length; i++) {
            double difference = .05 + .1 * random.nextGaussian();
            better[i] += difference;
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / 400;
        double error = Math.sqrt((squares / 400 - mean * mean) / 400);

        Interval interval = PairedBootstrap.difference(mean(better), mean(live));

        // The scores themselves scatter by .29: unpaired, the interval would be four times as wide.
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(.3 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(.3 * error));
    }

    @Test
    void isTheSameEachTime() {
        DrawnScore one = mean(new Random(2).doubles(30).toArray());
        DrawnScore other = mean(new Random(3).doubles(30).toArray());

        assertThat(PairedBootstrap.difference(one, other)).isEqualTo(PairedBootstrap.difference(one, other));
        assertThatThrownBy(() -> PairedBootstrap.difference(one, mean(new double[29])))
                .hasMessageContaining("30 images of the candidate, 29 of the other");
    }

    private static DrawnScore mean(double[] scores) {
        return new DrawnScore(scores.length, scores.length, times -> {
            double sum = 0;
            int all = 0;
            for (int i = 0; i < times.length; i++) {
                sum += times[i] * scores[i];
                all += times[i];
            }
            return sum / all;
        });
    }
}
