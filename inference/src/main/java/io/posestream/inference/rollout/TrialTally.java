package io.posestream.inference.rollout;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.Fate;
import io.posestream.schemas.Histogram.Scale;
import io.posestream.schemas.KeypointOffset;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.TrialCounts;
import io.posestream.schemas.TrialCounts.Boxes;
import io.posestream.schemas.TrialCounts.Pair;
import io.posestream.schemas.TrialCounts.Poses;
import io.posestream.schemas.TrialId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one trial shows in one worker. Any thread, none waits for another: what is counted at the very moment in
 * which {@link #soFar} is asked may be in it or not.
 */
public final class TrialTally implements TrialObserver {
    private static final Logger LOG = LoggerFactory.getLogger(TrialTally.class);

    private final TrialId trial;
    private final LongAdder compared = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder fellBack = new LongAdder();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final CountingHistogram oks = new CountingHistogram(Scale.UNIT);
    private final LongAdder exchanged = new LongAdder();
    private final List<CountingOffset> offsets = Stream.generate(CountingOffset::new)
            .limit(TrialCounts.LAYOUT.size())
            .toList();
    private final LongAdder matched = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder invented = new LongAdder();
    private final CountingHistogram liveScores = new CountingHistogram(Scale.UNIT);
    private final CountingHistogram candidateScores = new CountingHistogram(Scale.UNIT);
    private final CountingHistogram liveRuns = new CountingHistogram(Scale.MICROS);
    private final CountingHistogram candidateRuns = new CountingHistogram(Scale.MICROS);
    private final CountingHistogram runRatio = new CountingHistogram(Scale.RATIO);
    private final CountingArm live = new CountingArm();
    private final CountingArm canary = new CountingArm();

    public TrialTally(TrialId trial) {
        this.trial = trial;
    }

    /** What it counts. */
    public TrialId trial() {
        return trial;
    }

    @Override
    public void comparedPoses(List<Person> live, List<Person> candidate) {
        if (live.size() != candidate.size()) {
            failed(candidate.size() + " poses of " + live.size() + " boxes");
            return;
        }
        for (int n = 0; n < live.size(); n++) {
            compare(live.get(n), candidate.get(n));
        }
        compared.increment();
    }

    private void compare(Person truth, Person candidate) {
        PoseFit fit = PoseFit.of(truth, candidate);
        if (fit.seen() == 0) {
            return; // perhaps nobody at all
        }
        oks.add(fit.oks());
        if (fit.isBetterExchanged()) {
            exchanged.increment();
        }
        double height = PoseFit.heightPx(truth);
        for (int k = 0; k < offsets.size(); k++) {
            if (PoseFit.bothSee(truth, candidate, k)) {
                offsets.get(k)
                        .add((candidate.xPx(k) - truth.xPx(k)) / height, (candidate.yPx(k) - truth.yPx(k)) / height);
            }
            if (truth.known().get(k) && candidate.known().get(k)) {
                liveScores.add(truth.score(k));
                candidateScores.add(candidate.score(k));
            }
        }
    }

    @Override
    public void comparedBoxes(List<Detection> live, List<Detection> candidate) {
        Boxes boxes = BoxMatch.of(live, candidate);
        matched.add(boxes.matched());
        missed.add(boxes.missed());
        invented.add(boxes.invented());
        live.forEach(detection -> liveScores.add(detection.score()));
        candidate.forEach(detection -> candidateScores.add(detection.score()));
        compared.increment();
    }

    @Override
    public void timed(int items, long liveNanos, long candidateNanos) {
        liveRuns.add(liveNanos / 1e3);
        candidateRuns.add(candidateNanos / 1e3);
        runRatio.add(candidateNanos / (double) Math.max(1, liveNanos));
    }

    @Override
    public void skipped() {
        skipped.increment();
    }

    @Override
    public void failed(String message) {
        failed.increment();
        remember(message);
    }

    @Override
    public void fellBack(String message) {
        fellBack.increment();
        remember(message);
    }

    /** The first one is kept and logged; the others are counted. */
    private void remember(String message) {
        String line =
                message.isBlank() ? "no message" : message.lines().findFirst().orElseThrow();
        String kept = line.length() > TrialCounts.MAX_FAILURE ? line.substring(0, TrialCounts.MAX_FAILURE) : line;
        if (failure.compareAndSet("", kept)) {
            LOG.warn("candidate failed on a frame release={} reason=\"{}\"", trial.candidate(), kept);
        }
    }

    @Override
    public void fated(boolean ofCanary, SkeletonFrame frame) {
        (ofCanary ? canary : live).add(frame);
    }

    /** What was counted up to now. */
    public TrialCounts soFar() {
        return new TrialCounts(
                trial,
                compared.sum(),
                skipped.sum(),
                failed.sum(),
                fellBack.sum(),
                failure.get(),
                new Poses(
                        oks.soFar(),
                        exchanged.sum(),
                        offsets.stream().map(CountingOffset::soFar).toList()),
                new Boxes(matched.sum(), missed.sum(), invented.sum()),
                new Pair(liveScores.soFar(), candidateScores.soFar()),
                new Pair(liveRuns.soFar(), candidateRuns.soFar()),
                runRatio.soFar(),
                live.soFar(),
                canary.soFar());
    }

    /** One value at a time, so that the sums are always those of their count. */
    private static final class CountingOffset {
        private final AtomicReference<KeypointOffset> sum = new AtomicReference<>(KeypointOffset.NONE);

        void add(double x, double y) {
            KeypointOffset one = new KeypointOffset(1, micros(x), micros(y));
            sum.accumulateAndGet(one, KeypointOffset::plus);
        }

        private static long micros(double boxHeights) {
            double kept = Math.max(-KeypointOffset.MOST, Math.min(KeypointOffset.MOST, boxHeights));
            return Math.round(1e6 * kept);
        }

        KeypointOffset soFar() {
            return sum.get();
        }
    }

    private static final class CountingArm {
        private final LongAdder expired = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final CountingHistogram wayMicros = new CountingHistogram(Scale.MICROS);

        void add(SkeletonFrame frame) {
            if (frame.fate().isPosedOrEmpty()) {
                wayMicros.add(
                        frame.hops().emittedMicros() - (double) frame.hops().dequeuedMicros());
            } else if (frame.fate() == Fate.EXPIRED) {
                expired.increment();
            } else if (frame.fate() == Fate.FAILED) {
                failed.increment();
            }
        }

        TrialCounts.Arm soFar() {
            return new TrialCounts.Arm(expired.sum(), failed.sum(), wayMicros.soFar());
        }
    }
}
