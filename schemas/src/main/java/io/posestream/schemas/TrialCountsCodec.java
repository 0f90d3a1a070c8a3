package io.posestream.schemas;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.schemas.Histogram.Scale;
import io.posestream.schemas.TrialCounts.Arm;
import io.posestream.schemas.TrialCounts.Boxes;
import io.posestream.schemas.TrialCounts.Pair;
import io.posestream.schemas.TrialCounts.Poses;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What trials have shown on the wire: protobuf {@code posestream.v1.TrialCounts} in {@link WorkerStatus#trialCounts}.
 * Stateless, safe for all threads.
 */
public final class TrialCountsCodec {
    /** The {@code .proto} in the schemas jar. */
    public static final String SCHEMA = "/posestream/v1/trial_counts.proto";

    /** Most of a count of one worker: sums over thousands of them, of millionths, too, stay below a long's end. */
    private static final long MAX_COUNT = 1L << 31;

    private TrialCountsCodec() {}

    public static byte[] encode(TrialCounts counts) {
        TrialId trial = counts.trial();
        var wire = io.posestream.schemas.wire.TrialCounts.newBuilder()
                .setSlot(trial.candidate().slot().id())
                .setCandidateVersion(trial.candidate().version())
                .setLiveVersion(trial.live().map(ReleaseId::version).orElse(0))
                .setTrialStartedMicros(trial.startedMicros())
                .setCompared(counts.compared())
                .setSkipped(counts.skipped())
                .setFailed(counts.failed())
                .setFellBack(counts.fellBack())
                .setFailure(counts.failure())
                .addAllOks(toWire(counts.poses().oks()))
                .setExchanged(counts.poses().exchanged())
                .setMatched(counts.boxes().matched())
                .setMissed(counts.boxes().missed())
                .setInvented(counts.boxes().invented())
                .addAllLiveScores(toWire(counts.scores().live()))
                .addAllCandidateScores(toWire(counts.scores().candidate()))
                .addAllLiveRunMicros(toWire(counts.runMicros().live()))
                .addAllCandidateRunMicros(toWire(counts.runMicros().candidate()))
                .addAllRunRatio(toWire(counts.runRatio()))
                .setLiveArm(toWire(counts.live()))
                .setCanaryArm(toWire(counts.canary()));
        if (!counts.poses().offsets().stream().allMatch(KeypointOffset.NONE::equals)) {
            counts.poses().offsets().forEach(offset -> wire.addOffsets(toWire(offset)));
        }
        return wire.build().toByteArray();
    }

    private static io.posestream.schemas.wire.KeypointOffset toWire(KeypointOffset offset) {
        return io.posestream.schemas.wire.KeypointOffset.newBuilder()
                .setCount(offset.count())
                .setXMicros(offset.xMicros())
                .setYMicros(offset.yMicros())
                .build();
    }

    private static io.posestream.schemas.wire.TrialArm toWire(Arm arm) {
        return io.posestream.schemas.wire.TrialArm.newBuilder()
                .setExpired(arm.expired())
                .setFailed(arm.failed())
                .addAllWayMicros(toWire(arm.wayMicros()))
                .build();
    }

    /** Without the zeros at its end. */
    private static List<Long> toWire(Histogram histogram) {
        List<Long> counts = histogram.counts();
        int end = counts.size();
        while (end > 0 && counts.get(end - 1) == 0) {
            end--;
        }
        return counts.subList(0, end);
    }

    /** @throws MalformedRecordException if the bytes are no TrialCounts, or some that contradict themselves */
    public static TrialCounts decode(ByteBuffer value) {
        try {
            return of(io.posestream.schemas.wire.TrialCounts.parseFrom(value.duplicate()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedRecordException(
                    "trial counts of " + value.remaining() + " bytes: " + ReleaseCodec.brief(e), e);
        }
    }

    private static TrialCounts of(io.posestream.schemas.wire.TrialCounts wire) {
        return new TrialCounts(
                trial(wire),
                counted(wire.getCompared()),
                counted(wire.getSkipped()),
                counted(wire.getFailed()),
                counted(wire.getFellBack()),
                wire.getFailure(),
                new Poses(histogram(Scale.UNIT, wire.getOksList()), counted(wire.getExchanged()), offsets(wire)),
                new Boxes(counted(wire.getMatched()), counted(wire.getMissed()), counted(wire.getInvented())),
                new Pair(
                        histogram(Scale.UNIT, wire.getLiveScoresList()),
                        histogram(Scale.UNIT, wire.getCandidateScoresList())),
                new Pair(
                        histogram(Scale.MICROS, wire.getLiveRunMicrosList()),
                        histogram(Scale.MICROS, wire.getCandidateRunMicrosList())),
                histogram(Scale.RATIO, wire.getRunRatioList()),
                arm(wire.getLiveArm()),
                arm(wire.getCanaryArm()));
    }

    private static TrialId trial(io.posestream.schemas.wire.TrialCounts wire) {
        Slot slot = Slot.of(wire.getSlot());
        Optional<ReleaseId> live =
                wire.getLiveVersion() == 0 ? Optional.empty() : Optional.of(new ReleaseId(slot, wire.getLiveVersion()));
        return new TrialId(new ReleaseId(slot, wire.getCandidateVersion()), live, wire.getTrialStartedMicros());
    }

    private static List<KeypointOffset> offsets(io.posestream.schemas.wire.TrialCounts wire) {
        if (wire.getOffsetsCount() == 0) {
            return Collections.nCopies(TrialCounts.LAYOUT.size(), KeypointOffset.NONE);
        }
        return wire.getOffsetsList().stream()
                .map(offset -> new KeypointOffset(counted(offset.getCount()), offset.getXMicros(), offset.getYMicros()))
                .toList();
    }

    private static Arm arm(io.posestream.schemas.wire.TrialArm wire) {
        return new Arm(
                counted(wire.getExpired()),
                counted(wire.getFailed()),
                histogram(Scale.MICROS, wire.getWayMicrosList()));
    }

    private static Histogram histogram(Scale scale, List<Long> counts) {
        List<Long> all = new ArrayList<>(counts);
        all.forEach(TrialCountsCodec::counted);
        while (all.size() < scale.buckets()) {
            all.add(0L);
        }
        return new Histogram(scale, all);
    }

    private static long counted(long count) {
        if (count < 0 || count > MAX_COUNT) {
            throw new IllegalArgumentException("a count of " + count + "; at most " + MAX_COUNT);
        }
        return count;
    }
}
