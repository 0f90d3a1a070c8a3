package io.posestream.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.registry.FakeKafka;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout;
import io.posestream.schemas.Rollout.Afterwards;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutJudgeTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int ENOUGH = 100;

    private final FakeKafka kafka = new FakeKafka("models", "rollouts");
    private final Fleet fleet = new Fleet();
    private final List<Decision> told = new ArrayList<>();
    private TrialId trial;

    @BeforeEach
    void aCandidate() {
        trial = tried(2, Afterwards.WAIT);
    }

    @Test
    void aWrongCandidateIsWithdrawnByItsNumbers() {
        fleet.hear(Workers.comparing("a", trial, 60, true), 0);

        judge("one").consider(fleet, 0);

        assertThat(rollout().candidate()).isEmpty();
        assertThat(rollout().live()).contains(pose(1));
        Decision decision = rollout().decision().orElseThrow();
        assertThat(decision.verdict()).isEqualTo(Verdict.WITHDRAWN);
        assertThat(decision.release()).contains(pose(2));
        assertThat(decision.by()).isEqualTo("one");
        assertThat(decision.atMicros()).isEqualTo(42);
        assertThat(decision.reason()).contains("exchanged 0.", ", at most 0.15 (120 seen)");
        assertThat(decision.numbers())
                .containsEntry("frames_compared", 60.)
                .containsEntry("exchanged_limit", .15)
                .containsEntry("exchanged_of", 120.);
        assertThat(decision.numbers().get("exchanged")).isGreaterThan(.5);
        assertThat(told).containsExactly(decision);
    }

    @Test
    void whatSeveralWorkersSawAddsUp() {
        fleet.hear(Workers.comparing("a", trial, ENOUGH / 2, false), 0);
        RolloutJudge judge = judge("one");
        judge.consider(fleet, 0);
        assertThat(rollout().decision().orElseThrow().verdict()).isEqualTo(Verdict.TRIED);

        fleet.hear(Workers.comparing("b", trial, ENOUGH / 2, false), SECOND);
        judge.consider(fleet, SECOND);
        judge.consider(fleet, 2 * SECOND);

        assertThat(verdicts()).containsExactly(Verdict.CLEARED);
        assertThat(rollout().candidate()).isPresent();
        assertThat(rollout().decision().orElseThrow().reason()).isEqualTo("nothing against it in 100 frames compared");
    }

    @Test
    void whatSpeaksAgainstAClearedOneLaterIsHeard() {
        RolloutJudge judge = judge("one");
        fleet.hear(Workers.comparing("a", trial, ENOUGH, false), 0);
        judge.consider(fleet, 0);

        fleet.hear(Workers.comparing("b", trial, ENOUGH, true), SECOND);
        judge.consider(fleet, SECOND);

        assertThat(verdicts()).containsExactly(Verdict.CLEARED, Verdict.WITHDRAWN);
    }

    @Test
    void whatIsToBePromotedGoesLive() {
        TrialId promoting = tried(3, Afterwards.PROMOTE);
        fleet.hear(Workers.comparing("a", promoting, ENOUGH, false), 0);

        judge("one").consider(fleet, 0);

        assertThat(rollout().live()).contains(pose(3));
        assertThat(rollout().before()).contains(pose(1));
        assertThat(rollout().candidate()).isEmpty();
        assertThat(verdicts()).containsExactly(Verdict.PROMOTED);
    }

    @Test
    void aCandidateOfWhichTooLittleIsSeenStaysOne() {
        fleet.hear(Workers.comparing("a", trial, 30, true), 0);
        int records = kafka.records("rollouts").size();
        RolloutJudge judge = judge("one");
        for (int second = 0; second < 3_600; second++) {
            judge.consider(fleet, second * SECOND);
        }

        assertThat(kafka.records("rollouts")).hasSize(records);
        assertThat(Judgement.of(rollout(), fleet.statuses()).orElseThrow().missing())
                .contains("30 of 100 frames compared", "exchanged has seen 60 of 100");
    }

    @Test
    void countsOfAnotherTrialAreNotOfThisOne() {
        fleet.hear(Workers.comparing("a", new TrialId(trial.candidate(), trial.live(), 1), ENOUGH, true), 0);

        judge("one").consider(fleet, 0);

        assertThat(told).isEmpty();
    }

    @Test
    void theSuccessorOfAJudgeThatDiedBetweenMeasurementAndDecisionDecidesOnce() {
        fleet.hear(Workers.comparing("a", trial, ENOUGH, true), 0);
        kafka.crashAfter(0);
        RolloutJudge first = judge("first");
        assertThatThrownBy(() -> first.consider(fleet, 0)).isInstanceOf(FakeKafka.Crash.class);
        assertThat(rollout().candidate()).isPresent();

        kafka.crashAfter(Integer.MAX_VALUE);
        Fleet heardAnew = new Fleet();
        heardAnew.hear(Workers.comparing("a", trial, ENOUGH, true), 5 * SECOND);
        RolloutJudge successor = judge("successor");
        successor.consider(heardAnew, 5 * SECOND);
        successor.consider(heardAnew, 6 * SECOND);

        assertThat(verdicts()).containsExactly(Verdict.WITHDRAWN);
        assertThat(told).extracting(Decision::by).containsExactly("successor");
    }

    @Test
    void aJudgeThatIsOvertakenWhileItDecidesDoesNotDecide() {
        fleet.hear(Workers.comparing("a", trial, ENOUGH, true), 0);
        RolloutJudge other = judge("other");
        // Between what it read and what it writes.
        RolloutJudge slow = judge("slow", kafka::rolloutWriter, () -> {
            other.consider(fleet, 0);
            return 42;
        });

        slow.consider(fleet, 0);
        slow.consider(fleet, SECOND);

        assertThat(verdicts()).containsExactly(Verdict.WITHDRAWN);
        assertThat(told).extracting(Decision::by).containsExactly("other");
    }

    @Test
    void aJudgeThatTakesOverAfterTheDecisionFindsNothingToDecide() {
        fleet.hear(Workers.comparing("a", trial, ENOUGH, true), 0);
        RolloutJudge other = judge("other");
        RolloutJudge late = judge(
                "late",
                () -> {
                    other.consider(fleet, 0);
                    return kafka.rolloutWriter();
                },
                () -> 42);

        late.consider(fleet, 0);

        assertThat(verdicts()).containsExactly(Verdict.WITHDRAWN);
        assertThat(told).extracting(Decision::by).containsExactly("other");
    }

    @Test
    void aCommandThatInterferesIsJudgedAnew() {
        fleet.hear(Workers.comparing("a", trial, ENOUGH, true), 0);
        List<TrialId> interfering = new ArrayList<>();
        RolloutJudge judge = judge("one", kafka::rolloutWriter, () -> {
            if (interfering.isEmpty()) {
                interfering.add(tried(5, Afterwards.WAIT));
            }
            return 42;
        });

        judge.consider(fleet, 0);
        judge.consider(fleet, SECOND);
        assertThat(told).isEmpty();
        assertThat(rollout().candidate().orElseThrow().release()).isEqualTo(pose(5));

        fleet.hear(Workers.comparing("a", interfering.get(0), ENOUGH, false), 2 * SECOND);
        judge.consider(fleet, 2 * SECOND);
        assertThat(verdicts()).containsExactly(Verdict.CLEARED);
        assertThat(told.get(0).release()).contains(pose(5));
    }

    @Test
    void aPromotionByHandLeavesNothingToDecide() {
        fleet.hear(Workers.comparing("a", trial, ENOUGH, true), 0);
        RolloutJudge judge = judge(
                "one",
                () -> {
                    change(rollout -> rollout.promoted(false, decision(Verdict.PROMOTED, 2)));
                    return kafka.rolloutWriter();
                },
                () -> 42);

        judge.consider(fleet, 0);

        assertThat(rollout().live()).contains(pose(2));
        assertThat(told).isEmpty();
    }

    @Test
    void aCandidateThatAWorkerRefusesGoesOnceEveryOneHasTried() {
        RolloutJudge judge = judge("one");
        fleet.hear(Workers.comparing("a", trial, ENOUGH / 2, false), 0);
        fleet.hear(Workers.convinced("b", trial.candidate()), 0);
        fleet.hear(Workers.refusing("dead", trial.candidate()), 0);
        fleet.hear(Workers.refusing("gone", trial.candidate()), 0);
        fleet.hear(Workers.stopped("gone"), 0);
        judge.consider(fleet, 0);
        judge.consider(fleet, 11 * SECOND);
        assertThat(told).isEmpty();

        fleet.hear(Workers.refusing("c", trial.candidate()), 12 * SECOND);
        judge.consider(fleet, 12 * SECOND);

        assertThat(verdicts()).containsExactly(Verdict.WITHDRAWN);
        assertThat(told.get(0).reason()).isEqualTo("refused by c: bad_signature, of another key");
        assertThat(told.get(0).numbers()).containsEntry("workers_refusing", 1.);
    }

    @Test
    void aRefusalOfAFormerTrialIsNotHeldAgainstANewOne() {
        fleet.hear(Workers.refusing("c", trial.candidate()), 0);
        RolloutJudge judge = judge("one");
        judge.consider(fleet, 0);
        judge.consider(fleet, 9 * SECOND);

        assertThat(told).isEmpty();
    }

    private RolloutJudge judge(String by) {
        return judge(by, kafka::rolloutWriter, () -> 42);
    }

    private RolloutJudge judge(String by, Supplier<RolloutWriter> takeOver, LongSupplier clock) {
        return new RolloutJudge(kafka.registry(), takeOver, by, clock, told::add);
    }

    private TrialId tried(int version, Afterwards then) {
        return TrialId.of(change(rollout -> new Rollout(Slot.POSE, Optional.of(pose(1)), Optional.empty())
                        .tried(Candidate.shadow(pose(version)).over(ENOUGH, then), decision(Verdict.TRIED, version))))
                .orElseThrow();
    }

    private Rollout change(UnaryOperator<Rollout> change) {
        try (RolloutWriter writer = kafka.rolloutWriter()) {
            return writer.change(Slot.POSE, change);
        }
    }

    private Rollout rollout() {
        return kafka.registry().rollouts().get(Slot.POSE);
    }

    private List<Verdict> verdicts() {
        return told.stream().map(Decision::verdict).toList();
    }

    private static Decision decision(Verdict verdict, int version) {
        return new Decision(verdict, Optional.of(pose(version)), "somebody", 100 + version, "", Map.of());
    }

    private static ReleaseId pose(int version) {
        return new ReleaseId(Slot.POSE, version);
    }
}
