package io.posestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Crop;
import io.posestream.schemas.Layouts;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeometryTest {
    private static final int DRAWS = 20_000;

    /** Tall enough that its height decides the scale: 375 x 500 when padded, as the golden crop of the reference. */
    private final Sample person = person(21);

    @Test
    void withoutAugmentationItIsTheCropOfServing() {
        Crop crop = new Geometry(Augmentation.NONE, Layouts.UNIFIED_21, 192, 256).view(person, new SplittableRandom(1));

        assertThat(crop).isEqualTo(Crop.of(person.box(), 1.25, 192, 256));
    }

    @Test
    void firstStageHasTheRecipesRatesAndRanges() {
        List<Crop> views = views(person, withoutHalves(Augmentation.STAGE_1));

        assertThat(rate(views, crop -> crop.mirrored() ? 1 : 0)).isCloseTo(.5, within(.02));
        assertThat(rate(views, crop -> crop.centreX() == 200 ? 0 : 1)).isCloseTo(.3, within(.02));
        assertThat(views).allSatisfy(crop -> {
            assertThat(crop.centreX()).isBetween(200 - .16 * 250, 200 + .16 * 250);
            assertThat(crop.centreY()).isBetween(250 - .16 * 500, 250 + .16 * 500);
            assertThat(crop.scaleY()).isBetween(.6 * 500, 1.4 * 500);
            assertThat(crop.rotationDegrees()).isBetween(-80.0, 80.0);
        });
        assertThat(rate(views, crop -> crop.rotationDegrees() == 0 ? 0 : 1)).isCloseTo(.6, within(.02));
        assertThat(rate(views, Crop::scaleY)).isCloseTo(500, within(3.0));
        // Of a standard normal within ±1 the variance is 1 - 2 φ(1) / (2 Φ(1) - 1) = .2911.
        assertThat(rate(views, crop -> Math.pow((crop.scaleY() / 500 - 1) / .4, 2)))
                .isCloseTo(.2911, within(.01));
        assertThat(views.stream().mapToDouble(Crop::rotationDegrees).max().orElseThrow())
                .isGreaterThan(75);
    }

    @Test
    void secondStageIsMilder() {
        List<Crop> views = views(person, withoutHalves(Augmentation.STAGE_2));

        assertThat(views).allSatisfy(crop -> {
            assertThat(crop.centreX()).isEqualTo(200);
            assertThat(crop.scaleY()).isBetween(.75 * 500, 1.25 * 500);
            assertThat(crop.rotationDegrees()).isBetween(-60.0, 60.0);
        });
    }

    @Test
    void aThirdOfThePersonsAreHalved() {
        List<Crop> views = views(person, onlyHalves(.3));

        assertThat(rate(views, crop -> crop.centreY() == 250 ? 0 : 1)).isCloseTo(.3, within(.02));
        // Upper: keypoints 0 to 10 and 18 to 20; lower: 11 to 17. Keypoint k lies at (150 + 5 k, 100 + 15 k).
        double upper = 100 + 15 * (IntStream.rangeClosed(0, 10).sum() + 18 + 19 + 20) / 14.0;
        double lower = 100 + 15 * 14.0;
        assertThat(rate(views, crop -> crop.centreY() == upper ? 1 : 0)).isCloseTo(.3 * .7, within(.02));
        assertThat(rate(views, crop -> crop.centreY() == lower ? 1 : 0)).isCloseTo(.3 * .3, within(.02));
    }

    @Test
    void aHalfIsPaddedByOneAndAHalf() {
        List<Crop> views = views(person, onlyHalves(1));

        Crop lower = views.stream()
                .filter(crop -> crop.centreY() == 100 + 15 * 14.0)
                .findFirst()
                .orElseThrow();
        assertThat(lower.centreX()).isEqualTo(150 + 5 * 14.0);
        assertThat(lower.scaleY()).as("six steps of 15").isCloseTo(1.5 * 90, within(1e-9));
    }

    @Test
    void whoShowsTooLittleStaysWhole() {
        assertThat(views(person(8), onlyHalves(1))).containsOnly(Crop.of(person.box(), 1.25, 192, 256));
    }

    @Test
    void aHalfOfTooFewKeypointsGivesWayToTheOther() {
        // Eleven of the upper body and one hip.
        List<Crop> views = views(person(12), onlyHalves(1));

        assertThat(views).allMatch(crop -> crop.centreY() == 100 + 15 * 5.0);
    }

    @Test
    void everyViewLeadsThereAndBack() {
        for (Crop view : views(person, Augmentation.STAGE_1).subList(0, 200)) {
            double[] there = view.toCrop(173.25, 301.5);
            double[] back = view.toFrame(there[0], there[1]);

            assertThat(back[0]).isCloseTo(173.25, within(1e-9));
            assertThat(back[1]).isCloseTo(301.5, within(1e-9));
        }
    }

    private static List<Crop> views(Sample sample, Augmentation augmentation) {
        Geometry geometry = new Geometry(augmentation, Layouts.UNIFIED_21, 192, 256);
        SplittableRandom random = new SplittableRandom(21);
        return IntStream.range(0, DRAWS)
                .mapToObj(i -> geometry.view(sample, random))
                .toList();
    }

    private static double rate(List<Crop> views, ToDoubleFunction<Crop> of) {
        return views.stream().mapToDouble(of).average().orElseThrow();
    }

    private static Augmentation withoutHalves(Augmentation of) {
        return new Augmentation(
                of.flip(),
                0,
                of.shift(),
                of.shiftBy(),
                of.scaleBy(),
                of.rotate(),
                of.rotateByDegrees(),
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private static Augmentation onlyHalves(double probability) {
        return new Augmentation(0, probability, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Keypoint k at (150 + 5 k, 100 + 15 k), the first so many labelled. */
    private static Sample person(int labelled) {
        float[] keypoints = new float[63];
        for (int k = 0; k < labelled; k++) {
            keypoints[3 * k] = 150 + 5 * k;
            keypoints[3 * k + 1] = 100 + 15 * k;
            keypoints[3 * k + 2] = 1 + k % 2;
        }
        return new Sample("x", Path.of("x.jpg"), new float[] {100, 50, 300, 450}, Layouts.UNIFIED_21, keypoints);
    }
}
