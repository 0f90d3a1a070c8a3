package io.posestream.inference.model;

import io.posestream.schemas.GoldenAnswer;
import java.util.Locale;

/**
 * Whether two answers to the golden sample are of one model. They may differ by what other processors and libraries
 * round differently, and by what a file in half precision loses: its numbers have eleven bits, and hundreds of layers
 * make of that some hundredths of a score and an argmax that slides by a cell. What is between two cells, or about as
 * good as nothing, may fall either way.
 */
final class GoldenComparison {
    /** Of a score; and a person less sure than that above the threshold may be missing. */
    private static final double SCORE = .05;

    /** As the boxes of a detector and of itself in half precision overlap, with room for one pixel of its input. */
    private static final double LEAST_OVERLAP = .9;

    /** A point may move so far, in heights of the box: one cell of a heat-map of a quarter of the input's size. */
    private static final double MOVED = .03;

    /** Points that are less sure than this, against the surest, are not looked at. */
    private static final double SURE = .5;

    /** Of the points that are looked at, one in so many may be elsewhere. */
    private static final int ELSEWHERE = 10;

    private GoldenComparison() {}

    /** @throws GoldenSampleException telling the first difference, if they differ by more than that */
    static void requireSamePersons(GoldenAnswer published, GoldenAnswer here) {
        requireSameSample(published, here);
        requireFound(published, here, "its publisher saw", "none here");
        requireFound(here, published, "there is", "its publisher saw none");
    }

    private static void requireFound(GoldenAnswer those, GoldenAnswer among, String seen, String missing) {
        for (int n = 0; n < those.rows(5); n++) {
            if (those.number(n, 5, 4) >= GoldenSample.FOUND.minScore() + SCORE && !isFound(those, n, among)) {
                throw new GoldenSampleException(String.format(
                        Locale.ROOT,
                        "%s a person at %.0f, %.0f to %.0f, %.0f with score %.2f, and %s within %.2f and an overlap of %.1f",
                        seen,
                        those.number(n, 5, 0),
                        those.number(n, 5, 1),
                        those.number(n, 5, 2),
                        those.number(n, 5, 3),
                        those.number(n, 5, 4),
                        missing,
                        SCORE,
                        LEAST_OVERLAP));
            }
        }
    }

    private static boolean isFound(GoldenAnswer those, int n, GoldenAnswer among) {
        for (int other = 0; other < among.rows(5); other++) {
            if (overlap(those, n, among, other) >= LEAST_OVERLAP
                    && Math.abs(those.number(n, 5, 4) - among.number(other, 5, 4)) <= SCORE) {
                return true;
            }
        }
        return false;
    }

    /** Intersection over union. */
    private static double overlap(GoldenAnswer a, int n, GoldenAnswer b, int m) {
        double width = Math.min(a.number(n, 5, 2), b.number(m, 5, 2)) - Math.max(a.number(n, 5, 0), b.number(m, 5, 0));
        double height = Math.min(a.number(n, 5, 3), b.number(m, 5, 3)) - Math.max(a.number(n, 5, 1), b.number(m, 5, 1));
        double both = Math.max(0, width) * Math.max(0, height);
        return both / (area(a, n) + area(b, m) - both);
    }

    private static double area(GoldenAnswer a, int n) {
        return ((double) a.number(n, 5, 2) - a.number(n, 5, 0)) * ((double) a.number(n, 5, 3) - a.number(n, 5, 1));
    }

    /** @throws GoldenSampleException telling the first difference, if they differ by more than that */
    static void requireSamePose(GoldenAnswer published, GoldenAnswer here) {
        requireSameSample(published, here);
        int points = published.rows(3);
        if (here.rows(3) != points) {
            throw new GoldenSampleException(here.rows(3) + " keypoints; its publisher saw " + points);
        }
        double surest = 0;
        for (int k = 0; k < points; k++) {
            surest = Math.max(surest, published.number(k, 3, 2));
        }
        int looked = 0;
        int elsewhere = 0;
        String first = "";
        for (int k = 0; k < points; k++) {
            if (published.number(k, 3, 2) >= SURE * surest) {
                looked++;
                if (!isSame(published, here, k)) {
                    first = elsewhere++ == 0 ? difference(published, here, k) : first;
                }
            }
        }
        if (elsewhere > looked / ELSEWHERE) {
            throw new GoldenSampleException(elsewhere + " of " + looked + " keypoints differ, at most "
                    + looked / ELSEWHERE + " may: " + first);
        }
    }

    private static boolean isSame(GoldenAnswer published, GoldenAnswer here, int k) {
        double score = published.number(k, 3, 2);
        return movedPx(published, here, k) <= MOVED * boxHeight()
                && Math.abs(here.number(k, 3, 2) - score) <= SCORE * (1 + Math.abs(score));
    }

    private static double movedPx(GoldenAnswer published, GoldenAnswer here, int k) {
        return Math.hypot(
                here.number(k, 3, 0) - published.number(k, 3, 0), here.number(k, 3, 1) - published.number(k, 3, 1));
    }

    private static double boxHeight() {
        return GoldenSample.BOX[3] - GoldenSample.BOX[1];
    }

    private static String difference(GoldenAnswer published, GoldenAnswer here, int k) {
        return String.format(
                Locale.ROOT,
                "number %d is %.1f px from where its publisher saw it, of %.1f allowed, with score %.2f for %.2f",
                k,
                movedPx(published, here, k),
                MOVED * boxHeight(),
                here.number(k, 3, 2),
                published.number(k, 3, 2));
    }

    private static void requireSameSample(GoldenAnswer published, GoldenAnswer here) {
        if (!published.sample().equals(here.sample())) {
            throw new GoldenSampleException("it was published with another golden sample, of sha256 "
                    + published.sample() + "; publish it again with this version");
        }
    }
}
