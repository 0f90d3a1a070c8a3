package io.posestream.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.Layouts;
import io.posestream.trainer.data.BoxedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A score of images that are drawn several times is that of a data set with copies of them. */
class DrawnScoreTest {
    private static final int IMAGES = 12;

    private final Random random = new Random(8);

    @Test
    void averagePrecisionIsThatOfCopies() {
        CocoEvaluator evaluator = new CocoEvaluator(Layouts.COCO_17.sigmas(), CocoRules.XTCOCOTOOLS);
        List<TruePerson> truths = new ArrayList<>();
        List<FoundPerson> found = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            double[] points = points(0);
            truths.add(new TruePerson(n + 1, n % IMAGES, new double[] {0, 0, 50, 90}, 3000, false, 17, points));
            found.add(FoundPerson.spanned(n % IMAGES, random.nextDouble(), moved(points, 1 + n % 5)));
        }
        List<Long> ids = new ArrayList<>();
        for (long id = 0; id < IMAGES + 3; id++) {
            ids.add(id); // in the last three nobody is
        }
        int[] times = {0, 3, 1, 0, 2, 1, 1, 0, 4, 1, 0, 2, 1, 0, 2};

        DrawnScore score = evaluator.drawn(ids, truths, found);

        List<TruePerson> trueCopies = new ArrayList<>();
        List<FoundPerson> foundCopies = new ArrayList<>();
        for (TruePerson person : truths) {
            for (int copy = 0; copy < times[(int) person.imageId()]; copy++) {
                trueCopies.add(new TruePerson(
                        person.id() + 100L * copy,
                        person.imageId() + 100L * copy,
                        person.box(),
                        person.area(),
                        false,
                        17,
                        person.keypoints()));
            }
        }
        for (FoundPerson person : found) {
            for (int copy = 0; copy < times[(int) person.imageId()]; copy++) {
                foundCopies.add(
                        FoundPerson.spanned(person.imageId() + 100L * copy, person.score(), person.keypoints()));
            }
        }
        double copies = evaluator.evaluate(trueCopies, foundCopies).of(CocoScores.Figure.AP);
        assertThat(copies).isBetween(.1, .95);
        assertThat(score.drawn(times)).isCloseTo(copies, within(1e-12));
        assertThat(score.asItIs()).isEqualTo(evaluator.evaluate(truths, found).of(CocoScores.Figure.AP));
        assertThat(score.images()).isEqualTo(IMAGES + 3);
        assertThat(score.peopled()).isEqualTo(IMAGES);
    }

    private double[] points(double noise) {
        double[] points = new double[51];
        for (int k = 0; k < 17; k++) {
            points[3 * k] = 50 * random.nextDouble() + noise;
            points[3 * k + 1] = 90 * random.nextDouble() + noise;
            points[3 * k + 2] = 2;
        }
        return points;
    }

    private double[] moved(double[] points, double px) {
        double[] moved = points.clone();
        for (int k = 0; k < 17; k++) {
            moved[3 * k] += px * random.nextGaussian();
            moved[3 * k + 1] += px * random.nextGaussian();
            moved[3 * k + 2] = .5;
        }
        return moved;
    }

    @Test
    void averagePrecisionOfBoxesIsThatOfCopies() {
        int[] times = {2, 0, 1, 3, 1};
        BoxScores once = new BoxScores();
        BoxScores copies = new BoxScores();
        for (int time : times) {
            float[] person = {10, 10, 60, 90};
            BoxedImage picture =
                    new BoxedImage("p", Path.of("p.jpg"), List.of(person, new float[] {100, 0, 130, 80}), List.of());
            List<Detection> found = List.of(
                    new Detection(random.nextFloat(), new float[] {12, 11, 62, 88}),
                    new Detection(random.nextFloat(), new float[] {40, 50, 90, 99}));
            once.add(found, picture, 120);
            for (int copy = 0; copy < time; copy++) {
                copies.add(found, picture, 120);
            }
        }

        assertThat(once.drawn().drawn(times))
                .isCloseTo(copies.drawn().asItIs(), within(1e-12))
                .isBetween(.1, .9);
        assertThat(once.drawn().drawn(new int[5])).isNegative();
    }
}
