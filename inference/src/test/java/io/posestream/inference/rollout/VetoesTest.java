package io.posestream.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.inference.model.Detection;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialCountsCodec;
import io.posestream.schemas.TrialId;
import io.posestream.schemas.WorkerStatus;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Every wrong candidate is taken out by the rule that is meant for it, and an honest one by none. */
class VetoesTest {
    private static final int FRAMES = 1_000;
    private static final Candidate SHADOW = Candidate.shadow(new ReleaseId(Slot.POSE, 2));
    private static final Candidate CANARY = Candidate.canary(new ReleaseId(Slot.POSE, 2), .5);
    private static final Candidate DETECTOR = Candidate.shadow(new ReleaseId(Slot.DETECTOR, 2));

    private final SimulatedAnswers answers = new SimulatedAnswers(1);
    private final Random random = new Random(2);

    @RepeatedTest(5)
    void anHonestPoseNetworkIsCleared(RepetitionInfo repetition) {
        SimulatedAnswers others = new SimulatedAnswers(repetition.getCurrentRepetition());
        TrialTally tally = tally(SHADOW);
        for (int frame = 0; frame < FRAMES; frame++) {
            var people = others.people(frame % 4);
            tally.comparedPoses(others.poses(people), others.poses(people));
            time(tally, frame, 1.1);
        }

        assertThat(judged(SHADOW, tally).vetoes()).isEmpty();
        assertThat(judged(SHADOW, tally).isClear()).isTrue();
        assertThat(judged(SHADOW, tally).reason()).isEqualTo("nothing against it in 1000 frames compared");
    }

    @Test
    void leftAndRightExchanged() {
        assertVetoed(poses(SimulatedAnswers::exchanged), "exchanged");
    }

    @Test
    void shiftedByEightPixels() {
        assertVetoed(poses(person -> SimulatedAnswers.shifted(person, 8)), "body_offset");
    }

    @Test
    void shiftedByEightPixelsToTheOtherSide() {
        assertVetoed(poses(person -> SimulatedAnswers.shifted(person, -8)), "body_offset");
    }

    @Test
    void constantScores() {
        assertVetoed(poses(SimulatedAnswers::alwaysSure), "score_spread");
    }

    @Test
    void oneThatSeesPeopleBadly() {
        TrialTally tally = tally(SHADOW);
        for (int frame = 0; frame < 100; frame++) {
            var people = answers.people(2);
            tally.comparedPoses(answers.poses(people), answers.badPoses(people));
        }

        assertVetoed(judged(SHADOW, tally), "oks_p5", "oks_median", "score_shift");
    }

    @Test
    void twiceAsSlow() {
        TrialTally tally = poses(UnaryOperator.identity());
        for (int run = 0; run < 20; run++) {
            tally.timed(2, 20_000_000, 40_000_000);
        }

        assertVetoed(judged(SHADOW, tally), "slowness");
    }

    @Test
    void oneThatFailsOnOneFrameInFifty() {
        TrialTally tally = poses(UnaryOperator.identity());
        tally.failed("out of memory\nat …");
        tally.failed("another");
        Judgement judgement = judged(SHADOW, tally);

        assertVetoed(judgement, "failures");
        assertThat(judgement.reason()).isEqualTo("failures 0.020, at most 0.005 (102 seen); a failure: out of memory");
    }

    @Test
    void oneThatNeverAnswers() {
        TrialTally tally = tally(SHADOW);
        for (int frame = 0; frame < 100; frame++) {
            tally.failed("");
        }

        assertVetoed(judged(SHADOW, tally), "failures");
    }

    @Test
    void posesThatAreTooFewAreAFailure() {
        TrialTally tally = tally(SHADOW);
        tally.comparedPoses(answers.poses(answers.people(2)), List.of());

        assertThat(tally.soFar().failed()).isEqualTo(1);
        assertThat(tally.soFar().failure()).isEqualTo("0 poses of 2 boxes");
        assertThat(tally.soFar().compared()).isZero();
    }

    @Test
    void noNumbersAtAllAreNoFit() {
        assertVetoed(poses(person -> SimulatedAnswers.shifted(person, Float.NaN)), "oks_p5", "oks_median");
    }

    @Test
    void anHonestDetectorIsCleared() {
        TrialTally tally = tally(DETECTOR);
        for (int frame = 0; frame < FRAMES; frame++) {
            var people = answers.people(frame % 4);
            tally.comparedBoxes(answers.boxes(people), answers.boxes(people));
            time(tally, frame, .9);
        }

        assertThat(judged(DETECTOR, tally).vetoes()).isEmpty();
        assertThat(judged(DETECTOR, tally).isClear()).isTrue();
    }

    @Test
    void aDetectorThatMissesOneInThree() {
        assertVetoed(judged(DETECTOR, boxes(true, false)), "recall");
    }

    @Test
    void aDetectorThatInventsSomebodyInEveryFrame() {
        assertVetoed(judged(DETECTOR, boxes(false, true)), "precision");
    }

    @Test
    void aDetectorWithConstantScores() {
        TrialTally tally = tally(DETECTOR);
        for (int frame = 0; frame < 100; frame++) {
            var people = answers.people(2);
            tally.comparedBoxes(
                    answers.boxes(people),
                    answers.boxes(people).stream()
                            .map(detection -> new Detection(.9f, detection.box()))
                            .toList());
        }

        assertVetoed(judged(DETECTOR, tally), "score_spread", "score_shift");
    }

    @Test
    void aCanaryThatLosesFrames() {
        TrialTally tally = arms(20_000, 20_000, 5);

        assertVetoed(judged(CANARY, tally), "canary_lost");
    }

    @Test
    void aCanaryThatTakesThreeTimesAsLong() {
        assertVetoed(judged(CANARY, arms(20_000, 60_000, 0)), "canary_way_p95");
    }

    @Test
    void aCanaryThatIsAsGoodIsNotVetoed() {
        assertThat(judged(CANARY, arms(20_000, 21_000, 0)).vetoes()).isEmpty();
    }

    @Test
    void aCanaryWhoseFramesTheLiveModelMustAnswer() {
        TrialTally tally = arms(20_000, 20_000, 0);
        tally.fellBack("no");
        tally.fellBack("no");

        assertVetoed(judged(CANARY, tally), "canary_fell_back");
    }

    @Test
    void whatIsMissingIsSaid() {
        TrialTally tally = poses(UnaryOperator.identity());

        assertThat(judged(SHADOW, tally).vetoes()).isEmpty();
        assertThat(judged(SHADOW, tally).isClear()).isFalse();
        assertThat(judged(SHADOW, tally).missing())
                .containsExactly("100 of 1000 frames compared", "slowness has seen 0 of 20");
        assertThat(judged(SHADOW, tally(SHADOW)).missing())
                .contains("oks_p5 has seen 0 of 100", "score_shift has seen 0 of 100");
    }

    @Test
    void aRuleThatHasSeenLittleIsSilent() {
        TrialTally tally = tally(SHADOW);
        for (int frame = 0; frame < 19; frame++) {
            tally.timed(1, 1_000, 9_000_000);
            tally.comparedPoses(List.of(), List.of());
        }

        assertThat(judged(SHADOW, tally).vetoes()).isEmpty();
        assertThat(judged(SHADOW, tally).numbers())
                .containsEntry("slowness_of", 19.)
                .containsEntry("slowness_limit", 1.5)
                .containsEntry("frames_compared", 19.)
                .doesNotContainKey("oks_p5");
    }

    private TrialTally poses(UnaryOperator<Person> wrong) {
        TrialTally tally = tally(SHADOW);
        for (int frame = 0; frame < 100; frame++) {
            var people = answers.people(2);
            tally.comparedPoses(
                    answers.poses(people),
                    answers.poses(people).stream().map(wrong).toList());
        }
        return tally;
    }

    private TrialTally boxes(boolean missing, boolean inventing) {
        TrialTally tally = tally(DETECTOR);
        for (int frame = 0; frame < 200; frame++) {
            var people = answers.people(2);
            List<Detection> found = new ArrayList<>(answers.boxes(people));
            found.removeIf(detection -> missing && random.nextInt(3) == 0);
            if (inventing) {
                found.add(answers.invented());
            }
            tally.comparedBoxes(answers.boxes(people), found);
        }
        return tally;
    }

    /** @param lost of a hundred frames of the canary, so many expire */
    private static TrialTally arms(long liveMicros, long canaryMicros, int lost) {
        TrialTally tally = tally(CANARY);
        for (int frame = 0; frame < 300; frame++) {
            tally.fated(false, fated(Fate.EMPTY, liveMicros));
            tally.fated(true, fated(frame % 100 < lost ? Fate.EXPIRED : Fate.EMPTY, canaryMicros));
            tally.fated(true, fated(Fate.UNDECODABLE, 1));
        }
        return tally;
    }

    private static SkeletonFrame fated(Fate fate, long wayMicros) {
        return new SkeletonFrame(
                new FrameId(new CameraId("door"), new UUID(1, 2), 3),
                0,
                1,
                1,
                640,
                360,
                fate,
                "",
                new Hops(1, 1, 1, 1_000, 1, 1, 1, 1_000 + wayMicros, 1, 1),
                List.of(),
                "",
                List.of(),
                0,
                OptionalLong.empty(),
                CaptureClock.SOURCE);
    }

    /** Now and then both run on the same input. */
    private void time(TrialTally tally, int frame, double ratio) {
        if (frame % 4 == 0) {
            double nanos = 20e6 * (1 + .2 * random.nextGaussian());
            tally.timed(1, (long) nanos, (long) (nanos * ratio * (1 + .2 * random.nextGaussian())));
        }
    }

    private static TrialTally tally(Candidate candidate) {
        return new TrialTally(new TrialId(candidate.release(), Optional.empty(), 0));
    }

    /** As the judge hears it, over the wire. */
    static Judgement judged(Candidate candidate, TrialTally tally) {
        ByteBuffer counts = ByteBuffer.wrap(TrialCountsCodec.encode(tally.soFar()));
        WorkerStatus worker = new WorkerStatus("w", 0, 0, 1, "cpu", List.of(), List.of(), List.of(counts));
        Rollout rollout = new Rollout(candidate.release().slot(), Optional.empty(), Optional.of(candidate));
        return Judgement.of(rollout, List.of(worker)).orElseThrow();
    }

    private static void assertVetoed(TrialTally tally, String... rules) {
        assertVetoed(judged(SHADOW, tally), rules);
    }

    private static void assertVetoed(Judgement judgement, String... rules) {
        assertThat(judgement.findings().stream().filter(Finding::isAgainst).map(Finding::rule))
                .as(judgement.reason())
                .contains(rules);
        assertThat(judgement.isClear()).isFalse();
    }
}
