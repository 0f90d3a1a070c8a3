package io.posestream.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.schemas.Rollout.Trial;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatus.Tried;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Workers' status on the wire: protobuf {@code posestream.v1.WorkerStatus} on {@code workers}. Stateless, safe for all
 * threads.
 */
public final class WorkerStatusCodec {
    /** The {@code .proto} in the schemas jar. */
    public static final String SCHEMA = "/posestream/v1/worker_status.proto";

    private static final HexFormat HEX = HexFormat.of();

    private WorkerStatusCodec() {}

    public static byte[] key(String worker) {
        return worker.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The status in a record of that topic.
     *
     * @param worker by the record's key
     * @throws MalformedRecordException as {@link #decode}, or if it is another worker's
     */
    public static WorkerStatus decodeOf(String worker, byte[] value) {
        WorkerStatus status = decode(value);
        if (!status.worker().equals(worker)) {
            throw new MalformedRecordException("of another worker");
        }
        return status;
    }

    public static byte[] encode(WorkerStatus status) {
        var wire = io.posestream.schemas.wire.WorkerStatus.newBuilder()
                .setWorker(status.worker())
                .setAtMicros(status.atMicros())
                .setStartedMicros(status.startedMicros())
                .setWorkerVersion(status.workerVersion())
                .setDevice(status.device());
        status.slots().forEach(slot -> wire.addSlots(toWire(slot)));
        status.refusals().forEach(refusal -> wire.addRefusals(toWire(refusal)));
        status.trialCounts().forEach(counts -> wire.addTrialCounts(ByteString.copyFrom(counts.duplicate())));
        return wire.build().toByteArray();
    }

    private static io.posestream.schemas.wire.SlotStatus toWire(SlotStatus slot) {
        var wire = io.posestream.schemas.wire.SlotStatus.newBuilder()
                .setSlot(slot.slot().id())
                .setLive(toWire(slot.live()));
        slot.candidate()
                .ifPresent(tried -> wire.setCandidate(toWire(tried.model()))
                        .setTrial(toWire(tried.trial()))
                        .setShare(tried.share()));
        slot.loading().ifPresent(release -> wire.setLoadingVersion(release.version()));
        return wire.build();
    }

    private static io.posestream.schemas.wire.ServedModel toWire(Served served) {
        return io.posestream.schemas.wire.ServedModel.newBuilder()
                .setVersion(served.release().map(ReleaseId::version).orElse(0))
                .setName(served.model().name())
                .setSha256(ByteString.copyFrom(HEX.parseHex(served.model().sha256())))
                .setSinceMicros(served.sinceMicros())
                .build();
    }

    private static io.posestream.schemas.wire.Refusal toWire(Refusal refusal) {
        return io.posestream.schemas.wire.Refusal.newBuilder()
                .setSlot(refusal.release().slot().id())
                .setVersion(refusal.release().version())
                .setReason(refusal.reason())
                .setDetail(refusal.detail())
                .setAtMicros(refusal.atMicros())
                .build();
    }

    private static io.posestream.schemas.wire.Trial toWire(Trial trial) {
        return switch (trial) {
            case SHADOW -> io.posestream.schemas.wire.Trial.TRIAL_SHADOW;
            case CANARY -> io.posestream.schemas.wire.Trial.TRIAL_CANARY;
        };
    }

    /** @throws MalformedRecordException if the bytes are no WorkerStatus, or one that contradicts itself */
    public static WorkerStatus decode(byte[] value) {
        if (value == null) {
            throw new MalformedRecordException("worker status without bytes");
        }
        try {
            return of(io.posestream.schemas.wire.WorkerStatus.parseFrom(value));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedRecordException(
                    "worker status of " + value.length + " bytes: " + ReleaseCodec.brief(e), e);
        }
    }

    private static WorkerStatus of(io.posestream.schemas.wire.WorkerStatus wire) {
        List<ByteBuffer> counts = wire.getTrialCountsList().stream()
                .map(ByteString::asReadOnlyByteBuffer)
                .toList();
        return new WorkerStatus(
                wire.getWorker(),
                wire.getAtMicros(),
                wire.getStartedMicros(),
                wire.getWorkerVersion(),
                wire.getDevice(),
                wire.getSlotsList().stream().map(WorkerStatusCodec::slot).toList(),
                wire.getRefusalsList().stream().map(WorkerStatusCodec::refusal).toList(),
                counts);
    }

    private static SlotStatus slot(io.posestream.schemas.wire.SlotStatus wire) {
        Slot slot = Slot.of(wire.getSlot());
        return new SlotStatus(
                slot,
                served(slot, wire.getLive()),
                wire.hasCandidate() ? tried(slot, wire) : Optional.empty(),
                release(slot, wire.getLoadingVersion()));
    }

    /** A way of trying that this reader does not know is no candidate. */
    private static Optional<Tried> tried(Slot slot, io.posestream.schemas.wire.SlotStatus wire) {
        return trial(wire.getTrial())
                .map(trial -> new Tried(served(slot, wire.getCandidate()), trial, wire.getShare()));
    }

    private static Optional<Trial> trial(io.posestream.schemas.wire.Trial wire) {
        return switch (wire) {
            case TRIAL_SHADOW -> Optional.of(Trial.SHADOW);
            case TRIAL_CANARY -> Optional.of(Trial.CANARY);
            case TRIAL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Served served(Slot slot, io.posestream.schemas.wire.ServedModel wire) {
        String sha256 = HEX.formatHex(wire.getSha256().toByteArray());
        return new Served(
                release(slot, wire.getVersion()), new ReleaseRef(slot, wire.getName(), sha256), wire.getSinceMicros());
    }

    private static Refusal refusal(io.posestream.schemas.wire.Refusal wire) {
        ReleaseId release = new ReleaseId(Slot.of(wire.getSlot()), wire.getVersion());
        return new Refusal(release, wire.getReason(), wire.getDetail(), wire.getAtMicros());
    }

    private static Optional<ReleaseId> release(Slot slot, int version) {
        return version == 0 ? Optional.empty() : Optional.of(new ReleaseId(slot, version));
    }
}
