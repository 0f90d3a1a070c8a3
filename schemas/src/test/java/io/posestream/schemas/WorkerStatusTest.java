package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.schemas.Rollout.Trial;
import io.posestream.schemas.WorkerStatus.Refusal;
import io.posestream.schemas.WorkerStatus.Served;
import io.posestream.schemas.WorkerStatus.SlotStatus;
import io.posestream.schemas.WorkerStatus.Tried;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WorkerStatusTest {
    /** What the file in {@code golden} says: it never changes. */
    static final WorkerStatus GOLDEN = new WorkerStatus(
            "host-1",
            1_760_000_000_000_009L,
            1_760_000_000_000_001L,
            1,
            "cpu",
            List.of(
                    new SlotStatus(
                            Slot.DETECTOR, served(Slot.DETECTOR, 0, "yolox", 'a'), Optional.empty(), Optional.empty()),
                    new SlotStatus(
                            Slot.POSE,
                            served(Slot.POSE, 6, "student", 'b'),
                            Optional.of(new Tried(served(Slot.POSE, 7, "student", 'c'), Trial.CANARY, .125)),
                            Optional.of(new ReleaseId(Slot.POSE, 8)))),
            List.of(new Refusal(new ReleaseId(Slot.POSE, 5), "bad_digest", "another file", 1_760_000_000_000_005L)),
            List.of(ByteBuffer.wrap(new byte[] {8, 7})));

    @Test
    void bytesOfVersion1StayReadable() {
        assertThat(WorkerStatusCodec.decode(GoldenBytes.of("worker-status-v1"))).isEqualTo(GOLDEN);
    }

    @Test
    void everythingComesBackAsOftenAsItIsWritten() {
        WorkerStatus bare = new WorkerStatus("w", 0, 0, 1, "", List.of(), List.of(), List.of());
        for (WorkerStatus status : List.of(GOLDEN, GOLDEN, bare)) {
            assertThat(WorkerStatusCodec.decode(WorkerStatusCodec.encode(status)))
                    .isEqualTo(status);
        }
        assertThat(WorkerStatusCodec.key("host-1")).isEqualTo("host-1".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSchemaIsInTheJar() {
        assertThat(WorkerStatusCodec.class.getResource(WorkerStatusCodec.SCHEMA))
                .isNotNull();
    }

    @Test
    void aTrialOfANewerWriterIsNoCandidate() {
        WorkerStatus newer = decoded(wire -> wire.getSlotsBuilder(1).setTrialValue(99));

        assertThat(newer.slots().get(1).candidate()).isEmpty();
    }

    @Test
    void refusesWhatContradictsItself() {
        refuses(wire -> wire.clearWorker(), "a worker of 0 characters");
        refuses(wire -> wire.clearWorkerVersion(), "worker version 0; they start at 1");
        refuses(wire -> wire.setAtMicros(-1), "at -1, started at 1760000000000001");
        refuses(wire -> wire.getSlotsBuilder(1).setSlot("hat"), "no such slot: \"hat\"");
        refuses(wire -> wire.getSlotsBuilder(1).setSlot("detector"), "a slot that is there twice among 2");
        refuses(wire -> wire.getSlotsBuilder(0).getLiveBuilder().setSha256(ByteString.EMPTY), "not a SHA-256 digest");
        refuses(wire -> wire.getSlotsBuilder(0).getLiveBuilder().setSinceMicros(-5), "in use since -5");
        refuses(wire -> wire.getRefusalsBuilder(0).clearVersion(), "release version 0; they start at 1");
        refuses(wire -> wire.getRefusalsBuilder(0).clearReason(), "a reason of 0 characters");
        refuses(wire -> wire.getRefusalsBuilder(0).setDetail("x".repeat(2_001)), "a detail of 2001 characters");
        refuses(wire -> wire.addAllRefusals(Collections.nCopies(16, wire.getRefusals(0))), "17 refusals; at most 16");
        refuses(
                wire -> wire.addTrialCounts(ByteString.copyFrom(new byte[512 << 10])),
                "2 trials of 524290 bytes; at most 4 of 524288");
        assertThatThrownBy(() -> WorkerStatusCodec.decode(null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("worker status without bytes");
    }

    private static void refuses(Consumer<io.posestream.schemas.wire.WorkerStatus.Builder> alteration, String message) {
        assertThatThrownBy(() -> decoded(alteration))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(message);
    }

    private static WorkerStatus decoded(Consumer<io.posestream.schemas.wire.WorkerStatus.Builder> alteration) {
        try {
            var wire = io.posestream.schemas.wire.WorkerStatus.parseFrom(WorkerStatusCodec.encode(GOLDEN)).toBuilder();
            alteration.accept(wire);
            return WorkerStatusCodec.decode(wire.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Served served(Slot slot, int version, String name, char digit) {
        Optional<ReleaseId> release = version == 0 ? Optional.empty() : Optional.of(new ReleaseId(slot, version));
        String sha256 = Character.toString(digit).repeat(64);
        return new Served(release, new ReleaseRef(slot, name, sha256), 1_760_000_000_000_000L + version);
    }
}
