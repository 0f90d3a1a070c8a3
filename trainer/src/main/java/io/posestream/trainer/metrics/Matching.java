package io.posestream.trainer.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Who fits whom in one image. Greedy as COCO does it: the best found person first takes whom it fits best and nobody else
 * has; labels that count before those that are ignored.
 *
 * @param truths as in the annotation file
 * @param found best first
 * @param similarity {@code [found][truths]} OKS
 */
record Matching(List<TruePerson> truths, List<FoundPerson> found, double[][] similarity) {
    /** Even at threshold 1 a perfect fit is one. */
    private static final double PERFECT = 1 - 1e-10;

    private static final int NOBODY = -1;

    /** Adds who was found and who should have been. */
    void addTo(Pool pool, AreaRange range, CocoRules rules) {
        boolean[] ignored = new boolean[truths.size()];
        for (int t = 0; t < ignored.length; t++) {
            ignored[t] = rules.ignores(truths.get(t))
                    || !range.contains(truths.get(t).area());
        }
        int[] order = IntStream.concat(
                        IntStream.range(0, ignored.length).filter(t -> !ignored[t]),
                        IntStream.range(0, ignored.length).filter(t -> ignored[t]))
                .toArray();
        pool.addImage((int) IntStream.of(order).filter(t -> !ignored[t]).count());
        Verdict[][] verdicts = new Verdict[found.size()][CocoScores.THRESHOLDS.length];
        for (int threshold = 0; threshold < CocoScores.THRESHOLDS.length; threshold++) {
            boolean[] taken = new boolean[truths.size()];
            for (int f = 0; f < found.size(); f++) {
                int match = best(f, CocoScores.THRESHOLDS[threshold], order, ignored, taken);
                if (match != NOBODY) {
                    taken[match] = true;
                }
                verdicts[f][threshold] = verdict(match, match != NOBODY && ignored[match], found.get(f), range);
            }
        }
        for (int f = 0; f < found.size(); f++) {
            pool.addFound(found.get(f).score(), verdicts[f]);
        }
    }

    /** Of equally good fits the last one. */
    private int best(int person, double threshold, int[] order, boolean[] ignored, boolean[] taken) {
        double least = Math.min(threshold, PERFECT);
        int best = NOBODY;
        for (int t : order) {
            if (taken[t] && !truths.get(t).crowd()) {
                continue;
            }
            if (best != NOBODY && !ignored[best] && ignored[t]) {
                break; // whoever counts wins over all who do not
            }
            if (similarity[person][t] >= least) {
                least = similarity[person][t];
                best = t;
            }
        }
        return best;
    }

    /** COCO's tools note a match by the label's id and read 0 as none: a label of that id is never found. */
    private Verdict verdict(int match, boolean ignored, FoundPerson person, AreaRange range) {
        if (ignored) {
            return Verdict.IGNORED;
        }
        if (match != NOBODY && truths.get(match).id() != 0) {
            return Verdict.RIGHT;
        }
        return range.contains(person.area()) ? Verdict.WRONG : Verdict.IGNORED;
    }
}
