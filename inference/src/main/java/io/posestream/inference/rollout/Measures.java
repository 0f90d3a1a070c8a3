package io.posestream.inference.rollout;

import io.posestream.schemas.KeypointOffset;
import io.posestream.schemas.TrialCounts;
import io.posestream.schemas.TrialCounts.Arm;
import java.util.List;

/** The numbers that the rules look at, each out of what was counted; and of how many something each is. Stateless. */
final class Measures {
    /** A standard deviation of so little says that the live scores, too, are all the same. */
    private static final double NO_SPREAD = .02;

    private Measures() {}

    static double failures(TrialCounts counts) {
        return counts.failed() / (double) (counts.compared() + counts.failed());
    }

    static double exchanged(TrialCounts counts) {
        return counts.poses().exchanged() / (double) counts.poses().persons();
    }

    static double bodyOffset(TrialCounts counts) {
        List<KeypointOffset> seen = seenOften(counts);
        double x = seen.stream().mapToDouble(KeypointOffset::meanX).average().orElse(0);
        double y = seen.stream().mapToDouble(KeypointOffset::meanY).average().orElse(0);
        return Math.hypot(x, y);
    }

    static double keypointOffset(TrialCounts counts) {
        return seenOften(counts).stream()
                .mapToDouble(offset -> Math.hypot(offset.meanX(), offset.meanY()))
                .max()
                .orElse(0);
    }

    static long leastSeenKeypoint(TrialCounts counts) {
        return seenOften(counts).stream().mapToLong(KeypointOffset::count).min().orElse(0);
    }

    /** Half as often as the one that is seen most: what a model does not give, or no camera shows, is not waited for. */
    private static List<KeypointOffset> seenOften(TrialCounts counts) {
        List<KeypointOffset> offsets = counts.poses().offsets();
        long most = offsets.stream().mapToLong(KeypointOffset::count).max().orElse(0);
        return offsets.stream()
                .filter(offset -> offset.count() > 0 && offset.count() >= most / 2)
                .toList();
    }

    static double scoreSpread(TrialCounts counts) {
        double live = counts.scores().live().deviation();
        return live < NO_SPREAD ? 1 : counts.scores().candidate().deviation() / live;
    }

    static double scoreShift(TrialCounts counts) {
        return counts.scores().live().distance(counts.scores().candidate());
    }

    static long scores(TrialCounts counts) {
        return Math.min(
                counts.scores().live().total(), counts.scores().candidate().total());
    }

    static double precision(TrialCounts counts) {
        return share(counts.boxes().matched(), counts.boxes().invented());
    }

    static double recall(TrialCounts counts) {
        return share(counts.boxes().matched(), counts.boxes().missed());
    }

    private static double share(long good, long bad) {
        return good + bad == 0 ? 1 : good / (double) (good + bad);
    }

    static long sureBoxes(TrialCounts counts) {
        return counts.boxes().matched()
                + counts.boxes().missed()
                + counts.boxes().invented();
    }

    static double slowness(TrialCounts counts) {
        return counts.runRatio().quantile(.5);
    }

    static double fellBack(TrialCounts counts) {
        return counts.fellBack() / (double) counts.canary().frames();
    }

    static double moreLost(TrialCounts counts) {
        return lost(counts.canary()) - lost(counts.live());
    }

    private static double lost(Arm arm) {
        return (arm.expired() + arm.failed()) / (double) arm.frames();
    }

    static long framesOfEachArm(TrialCounts counts) {
        return Math.min(counts.live().frames(), counts.canary().frames());
    }

    static double wayRatio(TrialCounts counts) {
        return counts.canary().wayMicros().quantile(.95)
                / counts.live().wayMicros().quantile(.95);
    }

    static long answeredOfEachArm(TrialCounts counts) {
        return Math.min(
                counts.live().wayMicros().total(), counts.canary().wayMicros().total());
    }
}
