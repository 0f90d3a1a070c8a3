package io.posestream.inference.rollout;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Person;
import io.posestream.schemas.TrialCounts;

/**
 * How well a candidate's pose of a person fits the live one, which is taken for the truth; in those keypoints that the
 * live one saw and both can give.
 *
 * @param oks object keypoint similarity, 0 to 1
 * @param exchangedOks the same with the candidate's left and right exchanged
 */
record PoseFit(int seen, double oks, double exchangedOks) {
    /** A live keypoint of this score is seen; README's threshold, too. */
    static final float SEEN = .3f;

    /** How much of its box a person fills, where no outline is known (CrowdPose's and Halpe's evaluators). */
    private static final double PERSON_IN_BOX = .53;

    /** By so much of OKS one fit is better than another: two poses of a person seen from the side differ by less. */
    private static final double CLEARLY = .05;

    private static final KeypointLayout LAYOUT = TrialCounts.LAYOUT;
    private static final int[] EXCHANGED = LAYOUT.flipIndices();

    /** @param candidate of the same box as {@code live} */
    static PoseFit of(Person live, Person candidate) {
        double area = PERSON_IN_BOX * widthPx(live) * heightPx(live);
        int seen = 0;
        double sum = 0;
        double exchanged = 0;
        for (int k = 0; k < LAYOUT.size(); k++) {
            if (bothSee(live, candidate, k)) {
                seen++;
                sum += similarity(live, candidate, k, k, area);
                exchanged += similarity(live, candidate, k, EXCHANGED[k], area);
            }
        }
        return new PoseFit(seen, sum / seen, exchanged / seen);
    }

    boolean isBetterExchanged() {
        return exchangedOks > oks + CLEARLY;
    }

    /** What the live one gives with a score, and the candidate at all: what it is unsure of is wrong all the same. */
    static boolean bothSee(Person live, Person candidate, int k) {
        return live.known().get(k) && candidate.known().get(k) && live.score(k) >= SEEN;
    }

    /** COCO: {@code exp(-d² / (2 * area * (2 * sigma)²))}. */
    private static double similarity(Person live, Person candidate, int k, int other, double area) {
        if (!candidate.known().get(other)) {
            return 0;
        }
        double distance = Math.hypot(candidate.xPx(other) - live.xPx(k), candidate.yPx(other) - live.yPx(k));
        double spread = 2 * LAYOUT.sigmas().get(k);
        return Math.exp(-distance * distance / (2 * area * spread * spread));
    }

    private static double widthPx(Person person) {
        return person.box()[2] - (double) person.box()[0];
    }

    static double heightPx(Person person) {
        return person.box()[3] - (double) person.box()[1];
    }
}
