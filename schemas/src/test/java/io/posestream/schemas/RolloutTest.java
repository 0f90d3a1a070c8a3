package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Rollout.Afterwards;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Rollout.Trial;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final Rollout FRESH = Rollout.untouched(Slot.POSE);

    @Test
    void bytesOfVersion1StayReadable() {
        assertThat(RolloutCodec.decode(GoldenBytes.of("rollout-v1"))).isEqualTo(SampleReleases.ROLLOUT);
        assertThat(RolloutCodec.decode(GoldenBytes.of("rollout-judged-v1"))).isEqualTo(SampleReleases.JUDGED);
    }

    @Test
    void everythingComesBack() {
        for (Rollout rollout : new Rollout[] {
            SampleReleases.ROLLOUT,
            SampleReleases.JUDGED,
            Rollout.untouched(Slot.DETECTOR),
            new Rollout(Slot.POSE, Optional.empty(), Optional.of(Candidate.shadow(SampleReleases.ID))),
            new Rollout(Slot.POSE, Optional.of(SampleReleases.ID), Optional.empty())
        }) {
            assertThat(RolloutCodec.decode(RolloutCodec.encode(rollout))).isEqualTo(rollout);
        }
        for (Verdict verdict : Verdict.values()) {
            Rollout decided = decided(verdict);
            assertThat(RolloutCodec.decode(RolloutCodec.encode(decided))).isEqualTo(decided);
        }
        assertThat(RolloutCodec.key(Slot.POSE)).isEqualTo("pose".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTrialOfANewerWriterIsNoCandidate() throws InvalidProtocolBufferException {
        Rollout newer = RolloutCodec.decode(wire().setTrialValue(99).build().toByteArray());

        assertThat(newer.candidate()).isEmpty();
        assertThat(newer.live()).isEqualTo(SampleReleases.JUDGED.live());
    }

    @Test
    void whatANewerWriterDecidedIsLeftOutAndWhatItWantsAfterwardsWaits() throws InvalidProtocolBufferException {
        var builder = wire().setAfterwardsValue(99);
        builder.getDecisionBuilder().setVerdictValue(99);
        Rollout newer = RolloutCodec.decode(builder.build().toByteArray());

        assertThat(newer.decision()).isEmpty();
        assertThat(newer.candidate().map(Candidate::afterwards)).contains(Afterwards.WAIT);
    }

    @Test
    void refusesNothingAtAll() {
        assertThatThrownBy(() -> RolloutCodec.decode(null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("rollout without bytes");
    }

    @Test
    void saysNoMoreOfRubbishThanALineHolds() throws InvalidProtocolBufferException {
        byte[] rubbish = wire().setSlot("\u001b\n".repeat(10_000)).build().toByteArray();

        assertThatThrownBy(() -> RolloutCodec.decode(rubbish))
                .isInstanceOf(MalformedRecordException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContainPattern("\\p{C}"));
    }

    @Test
    void aRollbackGoesBackStepByStepToTheFolders() {
        Rollout third = promoted(promoted(promoted(FRESH, 1), 2), 3);
        assertThat(third.previous()).containsExactly(pose(2), pose(1));

        Rollout second = third.rolledBack(decision(Verdict.ROLLED_BACK, third.before()));
        Rollout first = second.rolledBack(decision(Verdict.ROLLED_BACK, second.before()));
        Rollout folder = first.rolledBack(decision(Verdict.ROLLED_BACK, first.before()));

        assertThat(second.live()).contains(pose(2));
        assertThat(first.live()).contains(pose(1));
        assertThat(folder.live()).isEmpty();
        assertThat(folder.previous()).isEmpty();
    }

    @Test
    void aRollbackByNameForgetsWhatCameAfterIt() {
        Rollout third = promoted(promoted(promoted(FRESH, 1), 2), 3);

        Rollout back = third.rolledBack(decision(Verdict.ROLLED_BACK, Optional.of(pose(1))));
        assertThat(back.live()).contains(pose(1));
        assertThat(back.previous()).isEmpty();

        Rollout toAnother = third.rolledBack(decision(Verdict.ROLLED_BACK, Optional.of(pose(9))));
        assertThat(toAnother.previous()).containsExactly(pose(2), pose(1));
    }

    @Test
    void remembersAFewOfThoseThatWereLive() {
        Rollout rollout = FRESH;
        for (int version = 1; version <= 20; version++) {
            rollout = promoted(rollout, version);
        }

        assertThat(rollout.previous()).hasSize(Rollout.MAX_PREVIOUS).startsWith(pose(19), pose(18));
    }

    @Test
    void promotingWhatIsLiveChangesNoHistory() {
        Rollout live = promoted(promoted(FRESH, 1), 2);

        assertThat(promoted(live, 2).previous()).isEqualTo(live.previous());
    }

    @Test
    void aTrialBeginsWithItsDecisionAndEndsWithAPromotionOfAnything() {
        Rollout tried =
                promoted(FRESH, 1).tried(Candidate.canary(pose(2), .5), decision(Verdict.TRIED, Optional.of(pose(2))));

        assertThat(tried.candidate().map(Candidate::startedMicros)).contains(7L);
        assertThat(tried.live()).contains(pose(1));
        assertThat(tried.cleared(decision(Verdict.CLEARED, Optional.of(pose(2))))
                        .candidate())
                .isEqualTo(tried.candidate());
        assertThat(tried.withdrawn(decision(Verdict.WITHDRAWN, Optional.of(pose(2))))
                        .candidate())
                .isEmpty();
        assertThat(promoted(tried, 2).candidate()).isEmpty();
        assertThat(promoted(tried, 3).candidate()).isEmpty();
    }

    @Test
    void aNewLayoutIsAllowedForOnePromotionOnly() {
        Rollout changed = FRESH.promoted(true, decision(Verdict.PROMOTED, Optional.of(pose(1))));

        assertThat(changed.changeLayout()).isTrue();
        assertThat(promoted(changed, 1).changeLayout()).isTrue();
        assertThat(promoted(changed, 2).changeLayout()).isFalse();
    }

    @Test
    void refusesWhatContradictsItself() {
        ReleaseId detector = new ReleaseId(Slot.DETECTOR, 1);
        assertThatThrownBy(() -> new Rollout(Slot.POSE, Optional.of(detector), Optional.empty()))
                .hasMessage("detector/1 in the slot pose");
        assertThatThrownBy(() -> new Rollout(Slot.POSE, Optional.empty(), Optional.of(Candidate.shadow(detector))))
                .hasMessage("detector/1 in the slot pose");
        assertThatThrownBy(() -> new Rollout(
                        Slot.POSE, Optional.of(SampleReleases.ID), Optional.of(Candidate.shadow(SampleReleases.ID))))
                .hasMessage("pose/7 is live and a candidate at a time");
        assertThatThrownBy(() -> new Rollout(
                        Slot.POSE,
                        Optional.empty(),
                        Optional.empty(),
                        Collections.nCopies(17, pose(1)),
                        false,
                        Optional.empty()))
                .hasMessage("17 releases that were live before; at most 16");
        for (double share : new double[] {0, -1, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> Candidate.canary(SampleReleases.ID, share))
                    .hasMessageContaining("CANARY with a share of " + share);
        }
        assertThatThrownBy(() -> Candidate.shadow(SampleReleases.ID).over(0, Afterwards.WAIT))
                .hasMessageStartingWith("0 frames to compare");
        assertThatThrownBy(() -> FRESH.promoted(false, decision(Verdict.PROMOTED, Optional.empty())))
                .hasMessageContaining("the models of the folders are not promoted");
        assertThatThrownBy(() -> FRESH.withdrawn(decision(Verdict.CLEARED, Optional.empty())))
                .hasMessage("withdrawn by CLEARED");
        assertThatThrownBy(() -> new Decision(Verdict.TRIED, Optional.empty(), " ", 0, "", Map.of()))
                .hasMessage("decided by 1 characters");
    }

    private static Rollout decided(Verdict verdict) {
        Candidate candidate = new Candidate(pose(3), Trial.CANARY, .1, 40, Afterwards.WAIT, false, 5);
        return new Rollout(
                Slot.POSE,
                Optional.of(pose(2)),
                Optional.of(candidate),
                List.of(pose(1)),
                false,
                Optional.of(decision(verdict, Optional.empty())));
    }

    private static Rollout promoted(Rollout rollout, int version) {
        return rollout.promoted(false, decision(Verdict.PROMOTED, Optional.of(pose(version))));
    }

    private static Decision decision(Verdict verdict, Optional<ReleaseId> release) {
        return new Decision(verdict, release, "somebody", 7, "why not", Map.of("compared", 3.5));
    }

    private static io.posestream.schemas.wire.Rollout.Builder wire() throws InvalidProtocolBufferException {
        return io.posestream.schemas.wire.Rollout.parseFrom(RolloutCodec.encode(SampleReleases.JUDGED)).toBuilder();
    }

    private static ReleaseId pose(int version) {
        return new ReleaseId(Slot.POSE, version);
    }
}
