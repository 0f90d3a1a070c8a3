package io.posestream.inference.rollout;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Person;
import io.posestream.schemas.TrialCounts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * People, and what models with noise of a realistic size say of them: keypoints off by .8 % of a person's height, one in
 * fifty by a fifth of it; sides taken for each other in one person of fifty; detectors that miss one in thirty.
 */
final class SimulatedAnswers {
    private static final KeypointLayout LAYOUT = TrialCounts.LAYOUT;
    private static final double NOISE = .008;
    private static final double GROSS = .02;
    private static final double CONFUSED = .02;
    private static final double MISSED = 1 / 30.;

    /** Height from the box's top and distance to the left of the body's middle, in box heights, as it faces us. */
    private static final Map<String, double[]> STANDING = Map.ofEntries(
            Map.entry("nose", new double[] {.08, 0}),
            Map.entry("left_eye", new double[] {.06, .015}),
            Map.entry("left_ear", new double[] {.07, .035}),
            Map.entry("left_shoulder", new double[] {.18, .1}),
            Map.entry("left_elbow", new double[] {.32, .13}),
            Map.entry("left_wrist", new double[] {.45, .14}),
            Map.entry("left_hip", new double[] {.5, .07}),
            Map.entry("left_knee", new double[] {.73, .07}),
            Map.entry("left_ankle", new double[] {.95, .07}),
            Map.entry("pelvis", new double[] {.49, 0}),
            Map.entry("thorax", new double[] {.18, 0}),
            Map.entry("upper_neck", new double[] {.14, 0}),
            Map.entry("head_top", new double[] {.01, 0}));

    /** A person as it is. */
    record Real(float[] box, double[][] points, double[] visibility) {}

    private final Random random;

    SimulatedAnswers(long seed) {
        this.random = new Random(seed);
    }

    /** People 60 to 400 pixels high who face us, turn their back to us, or stand anyhow in between. */
    List<Real> people(int count) {
        List<Real> people = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double height = 60 + random.nextDouble() * 340;
            double left = n * 500;
            double facing = Math.cos(random.nextDouble() * 2 * Math.PI);
            double[][] points = new double[LAYOUT.size()][];
            double[] visibility = new double[LAYOUT.size()];
            for (int k = 0; k < points.length; k++) {
                String name = LAYOUT.keypoints().get(k);
                double side = name.startsWith("right_") ? -1 : 1;
                double[] place = STANDING.get(name.replace("right_", "left_"));
                points[k] = new double[] {left + height * (.2 + side * facing * place[1]), height * place[0]};
                visibility[k] = .45 + .5 * random.nextDouble();
            }
            float[] box = {(float) left, 0, (float) (left + .4 * height), (float) height};
            people.add(new Real(box, points, visibility));
        }
        return people;
    }

    /** What an honest pose network says. */
    List<Person> poses(List<Real> people) {
        return people.stream().map(real -> pose(real, NOISE)).toList();
    }

    /** What one says that sees people badly: unsure, and off. */
    List<Person> badPoses(List<Real> people) {
        return people.stream()
                .map(real -> pose(real, 10 * NOISE))
                .map(person -> scored(person, .3f))
                .toList();
    }

    private Person pose(Real real, double noise) {
        double height = real.box[3] - real.box[1];
        float[] keypoints = new float[3 * LAYOUT.size()];
        for (int k = 0; k < LAYOUT.size(); k++) {
            boolean gross = random.nextDouble() < GROSS;
            double off = height * (gross ? .2 : noise);
            keypoints[3 * k] = (float) (real.points[k][0] + off * random.nextGaussian());
            keypoints[3 * k + 1] = (float) (real.points[k][1] + off * random.nextGaussian());
            keypoints[3 * k + 2] = (float) Math.min(1, Math.max(0, real.visibility[k] + .05 * random.nextGaussian()));
        }
        BitSet known = new BitSet();
        known.set(0, LAYOUT.size());
        Person person = new Person(.9f, real.box, keypoints, known);
        return random.nextDouble() < CONFUSED ? exchanged(person) : person;
    }

    static Person exchanged(Person person) {
        int[] other = LAYOUT.flipIndices();
        float[] keypoints = new float[person.keypoints().length];
        for (int k = 0; k < other.length; k++) {
            System.arraycopy(person.keypoints(), 3 * other[k], keypoints, 3 * k, 3);
        }
        return new Person(person.score(), person.box(), keypoints, person.known());
    }

    static Person shifted(Person person, float byPx) {
        float[] keypoints = person.keypoints().clone();
        for (int k = 0; k < keypoints.length; k += 3) {
            keypoints[k] += byPx;
        }
        return new Person(person.score(), person.box(), keypoints, person.known());
    }

    /** Every score is multiplied. */
    private static Person scored(Person person, float by) {
        float[] keypoints = person.keypoints().clone();
        for (int k = 2; k < keypoints.length; k += 3) {
            keypoints[k] *= by;
        }
        return new Person(person.score(), person.box(), keypoints, person.known());
    }

    static Person alwaysSure(Person person) {
        float[] keypoints = person.keypoints().clone();
        for (int k = 2; k < keypoints.length; k += 3) {
            keypoints[k] = .8f;
        }
        return new Person(person.score(), person.box(), keypoints, person.known());
    }

    /** What an honest detector says. */
    List<Detection> boxes(List<Real> people) {
        List<Detection> boxes = new ArrayList<>();
        for (Real real : people) {
            double height = real.box[3] - real.box[1];
            float[] box = real.box.clone();
            for (int side = 0; side < box.length; side++) {
                box[side] += (float) (.03 * height * random.nextGaussian());
            }
            if (random.nextDouble() >= MISSED) {
                boxes.add(new Detection((float) (.35 + .6 * random.nextDouble()), box));
            }
        }
        return boxes;
    }

    /** Somebody where nobody is. */
    Detection invented() {
        float left = -2_000 - 1_000 * random.nextFloat();
        return new Detection((float) (.35 + .6 * random.nextDouble()), new float[] {left, 0, left + 80, 200});
    }
}
