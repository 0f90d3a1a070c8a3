package io.posestream.schemas;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Rollout.Afterwards;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Rollout.Trial;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Rollouts on the wire: protobuf {@code posestream.v1.Rollout} on {@code rollouts}. Stateless, safe for all threads. */
public final class RolloutCodec {
    private RolloutCodec() {}

    public static byte[] key(Slot slot) {
        return slot.id().getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] encode(Rollout rollout) {
        var wire = io.posestream.schemas.wire.Rollout.newBuilder()
                .setSlot(rollout.slot().id())
                .setLiveVersion(version(rollout.live()))
                .setChangeLayout(rollout.changeLayout());
        rollout.candidate().ifPresent(candidate -> add(candidate, wire));
        rollout.previous().forEach(release -> wire.addPreviousVersions(release.version()));
        rollout.decision().map(RolloutCodec::toWire).ifPresent(wire::setDecision);
        return wire.build().toByteArray();
    }

    private static void add(Candidate candidate, io.posestream.schemas.wire.Rollout.Builder wire) {
        wire.setCandidateVersion(candidate.release().version())
                .setTrial(toWire(candidate.trial()))
                .setShare(candidate.share())
                .setEnough(candidate.enough())
                .setAfterwards(toWire(candidate.afterwards()))
                .setTrialStartedMicros(candidate.startedMicros())
                .setCandidateChangesLayout(candidate.changeLayout());
    }

    private static io.posestream.schemas.wire.Decision toWire(Decision decision) {
        return io.posestream.schemas.wire.Decision.newBuilder()
                .setVerdict(toWire(decision.verdict()))
                .setVersion(version(decision.release()))
                .setBy(decision.by())
                .setAtMicros(decision.atMicros())
                .setReason(decision.reason())
                .putAllNumbers(decision.numbers())
                .build();
    }

    /** @throws MalformedRecordException if the bytes are no Rollout, or one that contradicts itself */
    public static Rollout decode(byte[] value) {
        if (value == null) {
            throw new MalformedRecordException("rollout without bytes");
        }
        try {
            return of(io.posestream.schemas.wire.Rollout.parseFrom(value));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedRecordException("rollout of " + value.length + " bytes: " + ReleaseCodec.brief(e), e);
        }
    }

    private static Rollout of(io.posestream.schemas.wire.Rollout wire) {
        Slot slot = Slot.of(wire.getSlot());
        return new Rollout(
                slot,
                release(slot, wire.getLiveVersion()),
                candidate(slot, wire),
                wire.getPreviousVersionsList().stream()
                        .map(version -> new ReleaseId(slot, version))
                        .toList(),
                wire.getChangeLayout(),
                wire.hasDecision() ? decision(slot, wire.getDecision()) : Optional.empty());
    }

    /** A way of trying that this reader does not know is no candidate: it would not know what to do with one. */
    private static Optional<Candidate> candidate(Slot slot, io.posestream.schemas.wire.Rollout wire) {
        return release(slot, wire.getCandidateVersion())
                .flatMap(id -> trial(wire.getTrial())
                        .map(trial -> new Candidate(
                                id,
                                trial,
                                wire.getShare(),
                                wire.getEnough() == 0 ? Candidate.DEFAULT_ENOUGH : wire.getEnough(),
                                afterwards(wire.getAfterwards()),
                                wire.getCandidateChangesLayout(),
                                wire.getTrialStartedMicros())));
    }

    private static Optional<Trial> trial(io.posestream.schemas.wire.Trial wire) {
        return switch (wire) {
            case TRIAL_SHADOW -> Optional.of(Trial.SHADOW);
            case TRIAL_CANARY -> Optional.of(Trial.CANARY);
            case TRIAL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    /** What is not known changes nothing by itself. */
    private static Afterwards afterwards(io.posestream.schemas.wire.Afterwards wire) {
        return switch (wire) {
            case AFTERWARDS_PROMOTE -> Afterwards.PROMOTE;
            case AFTERWARDS_WAIT, AFTERWARDS_UNSPECIFIED, UNRECOGNIZED -> Afterwards.WAIT;
        };
    }

    /** It is for people: one of a kind that this reader does not know is left out. */
    private static Optional<Decision> decision(Slot slot, io.posestream.schemas.wire.Decision wire) {
        return verdict(wire.getVerdict())
                .map(verdict -> new Decision(
                        verdict,
                        release(slot, wire.getVersion()),
                        wire.getBy(),
                        wire.getAtMicros(),
                        wire.getReason(),
                        wire.getNumbersMap()));
    }

    private static Optional<Verdict> verdict(io.posestream.schemas.wire.Verdict wire) {
        return switch (wire) {
            case VERDICT_PROMOTED -> Optional.of(Verdict.PROMOTED);
            case VERDICT_ROLLED_BACK -> Optional.of(Verdict.ROLLED_BACK);
            case VERDICT_TRIED -> Optional.of(Verdict.TRIED);
            case VERDICT_WITHDRAWN -> Optional.of(Verdict.WITHDRAWN);
            case VERDICT_CLEARED -> Optional.of(Verdict.CLEARED);
            case VERDICT_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static io.posestream.schemas.wire.Trial toWire(Trial trial) {
        return switch (trial) {
            case SHADOW -> io.posestream.schemas.wire.Trial.TRIAL_SHADOW;
            case CANARY -> io.posestream.schemas.wire.Trial.TRIAL_CANARY;
        };
    }

    private static io.posestream.schemas.wire.Afterwards toWire(Afterwards afterwards) {
        return switch (afterwards) {
            case WAIT -> io.posestream.schemas.wire.Afterwards.AFTERWARDS_WAIT;
            case PROMOTE -> io.posestream.schemas.wire.Afterwards.AFTERWARDS_PROMOTE;
        };
    }

    private static io.posestream.schemas.wire.Verdict toWire(Verdict verdict) {
        return switch (verdict) {
            case PROMOTED -> io.posestream.schemas.wire.Verdict.VERDICT_PROMOTED;
            case ROLLED_BACK -> io.posestream.schemas.wire.Verdict.VERDICT_ROLLED_BACK;
            case TRIED -> io.posestream.schemas.wire.Verdict.VERDICT_TRIED;
            case WITHDRAWN -> io.posestream.schemas.wire.Verdict.VERDICT_WITHDRAWN;
            case CLEARED -> io.posestream.schemas.wire.Verdict.VERDICT_CLEARED;
        };
    }

    private static int version(Optional<ReleaseId> release) {
        return release.map(ReleaseId::version).orElse(0);
    }

    private static Optional<ReleaseId> release(Slot slot, int version) {
        return version == 0 ? Optional.empty() : Optional.of(new ReleaseId(slot, version));
    }
}
