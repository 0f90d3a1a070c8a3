package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ColoursTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 64;
    private static final int DRAWS = 2000;

    @Test
    void nothingChangesNothing() {
        byte[] picture = colourful();

        new Colours(Augmentation.NONE).change(picture, WIDTH, HEIGHT, new SplittableRandom(1));

        assertThat(picture).isEqualTo(colourful());
    }

    @Test
    void theSameSeedGivesTheSamePicture() {
        byte[] one = colourful();
        byte[] other = colourful();

        new Colours(Augmentation.STAGE_1).change(one, WIDTH, HEIGHT, new SplittableRandom(1));
        new Colours(Augmentation.STAGE_1).change(other, WIDTH, HEIGHT, new SplittableRandom(1));

        assertThat(one).isEqualTo(other).isNotEqualTo(colourful());
    }

    /** Grey stays grey. */
    @Test
    void valueChangesByAtMostThirtyHalfOfTheTime() {
        Augmentation value = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0);

        double changed = rate(value, grey(), picture -> {
            assertThat(picture[0] & 0xFF).isBetween(100 - 30, 100 + 30);
            return picture[0] == 100 ? 0 : 1;
        });

        // A gain below one is none.
        assertThat(changed).isCloseTo(.5 * 29 / 30, within(.03));
    }

    @Test
    void hueTurnsByAFewDegreesAndWrapsAround() {
        byte[] red = new byte[3 * WIDTH * HEIGHT];
        for (int i = 2; i < red.length; i += 3) {
            red[i] = (byte) 255;
        }
        Augmentation hue = new Augmentation(0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0);

        rate(hue, red, picture -> {
            assertThat(picture[2] & 0xFF).isEqualTo(255);
            assertThat(Math.max(picture[0] & 0xFF, picture[1] & 0xFF)).isLessThan(255 * 5 / 30);
            return 0;
        });
    }

    @Test
    void aHoleCoversAFifthToTwoFifthsOfEachSide() {
        Augmentation hole = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .5);

        double rate = rate(hole, grey(), picture -> {
            long black = black(picture);
            if (black > 0) {
                assertThat(black / (double) (WIDTH * HEIGHT)).isBetween(.03, .16);
            }
            return black > 0 ? 1 : 0;
        });

        assertThat(rate).isCloseTo(.5, within(.03));
    }

    @Test
    void blursKeepTheMeanAndAMedianRemovesADot() {
        byte[] dot = grey();
        Arrays.fill(dot, 3 * (30 * WIDTH + 20), 3 * (30 * WIDTH + 20) + 3, (byte) 0);
        Augmentation median = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
        Augmentation blur = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .1, 0, 0);

        rate(median, dot, picture -> {
            assertThat(picture).isEqualTo(grey());
            return 0;
        });
        assertThat(rate(blur, dot, picture -> picture[3 * (30 * WIDTH + 20)] == 0 ? 0 : 1))
                .isCloseTo(.1, within(.02));
    }

    private static double rate(Augmentation augmentation, byte[] picture, ToDoubleFunction<byte[]> of) {
        Colours colours = new Colours(augmentation);
        SplittableRandom random = new SplittableRandom(21);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            byte[] changed = picture.clone();
            colours.change(changed, WIDTH, HEIGHT, random);
            sum += of.applyAsDouble(changed);
        }
        return sum / DRAWS;
    }

    private static long black(byte[] picture) {
        long black = 0;
        for (int i = 0; i < picture.length; i += 3) {
            black += picture[i] == 0 ? 1 : 0;
        }
        return black;
    }

    private static byte[] grey() {
        byte[] picture = new byte[3 * WIDTH * HEIGHT];
        Arrays.fill(picture, (byte) 100);
        return picture;
    }

    private static byte[] colourful() {
        byte[] picture = new byte[3 * WIDTH * HEIGHT];
        new SplittableRandom(3).nextBytes(picture);
        return picture;
    }
}
