package io.posestream.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;

/**
 * {@link SkeletonFrame} on the wire: protobuf {@code posestream.v1.SkeletonFrame} as value, CloudEvents headers. The
 * only user of the generated classes. Stateless, safe for all threads.
 */
public final class SkeletonFrameCodec {
    /** CloudEvents {@code type} of a record on {@code skeletons}. */
    public static final String TYPE = "io.posestream.skeletons.v1";

    /** CloudEvents {@code dataschema}, which must be absolute: the {@code .proto} in the schemas jar. */
    public static final String DATA_SCHEMA = "classpath:/posestream/v1/skeleton_frame.proto";

    /** Most persons in one record that are read. */
    public static final int MAX_PERSONS = 1024;

    private static final Set<String> SLOTS =
            Arrays.stream(Slot.values()).map(Slot::id).collect(Collectors.toUnmodifiableSet());
    private static final HexFormat HEX = HexFormat.of();

    private SkeletonFrameCodec() {}

    public static byte[] encode(SkeletonFrame frame) {
        var wire = io.posestream.schemas.wire.SkeletonFrame.newBuilder()
                .setCamera(frame.id().camera().value())
                .setSession(bytes(frame.id().session()))
                .setSequence(frame.id().sequence())
                .setSourcePartition(frame.sourcePartition())
                .setSourceOffset(frame.sourceOffset())
                .setWidthPx(frame.widthPx())
                .setHeightPx(frame.heightPx())
                .setFate(toWire(frame.fate()))
                .setReason(frame.reason())
                .setHops(toWire(frame.hops()))
                .setLayout(frame.layout())
                .setSkipped(frame.skipped())
                .setCaptureClock(toWire(frame.captureClock()));
        if (frame.fate() == Fate.OVERRUN) {
            wire.setLastSourceOffset(frame.lastSourceOffset());
        }
        frame.clientSequence().ifPresent(wire::setClientSequence);
        frame.releases().forEach(release -> wire.addReleases(toWire(release)));
        frame.persons().forEach(person -> wire.addPersons(toWire(person)));
        return wire.build().toByteArray();
    }

    /** @param traceparent W3C trace context of the frame, passed on as it came */
    public static Headers headers(SkeletonFrame frame, Optional<String> traceparent) {
        Headers headers = CloudEventHeaders.of(
                frame.id(), TYPE, DATA_SCHEMA, frame.hops().capturedMicros(), "application/protobuf");
        traceparent.ifPresent(trace -> CloudEventHeaders.put(headers, CloudEventHeaders.TRACEPARENT, trace));
        return headers;
    }

    /** @throws MalformedRecordException if the bytes are no SkeletonFrame, or one that contradicts itself */
    public static SkeletonFrame decode(byte[] value) {
        if (value == null) {
            throw new MalformedRecordException("a skeleton record needs a value");
        }
        try {
            return fromWire(io.posestream.schemas.wire.SkeletonFrame.parseFrom(value));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedRecordException("skeleton record of " + value.length + " bytes: " + e.getMessage(), e);
        }
    }

    /**
     * The partition of the record's frame on topic {@code frames}; reads no more of the record than it must.
     *
     * @throws MalformedRecordException if the bytes are no SkeletonFrame
     */
    public static int sourcePartition(byte[] value) {
        try {
            CodedInputStream fields = CodedInputStream.newInstance(value);
            for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
                if (tag >>> 3 == io.posestream.schemas.wire.SkeletonFrame.SOURCE_PARTITION_FIELD_NUMBER) {
                    return fields.readUInt32();
                }
                fields.skipField(tag);
            }
            return 0;
        } catch (IOException e) {
            throw new MalformedRecordException("skeleton record of " + value.length + " bytes: " + e.getMessage(), e);
        }
    }

    private static SkeletonFrame fromWire(io.posestream.schemas.wire.SkeletonFrame wire) {
        if (wire.getPersonsCount() > MAX_PERSONS) {
            throw new IllegalArgumentException(wire.getPersonsCount() + " persons; at most " + MAX_PERSONS);
        }
        Fate fate = fromWire(wire.getFate());
        return new SkeletonFrame(
                new FrameId(new CameraId(wire.getCamera()), uuid(wire.getSession()), wire.getSequence()),
                wire.getSourcePartition(),
                wire.getSourceOffset(),
                fate == Fate.OVERRUN ? wire.getLastSourceOffset() : wire.getSourceOffset(),
                wire.getWidthPx(),
                wire.getHeightPx(),
                fate,
                wire.getReason(),
                fromWire(wire.getHops()),
                // A slot that this reader does not know is no reason to lose the frame.
                wire.getReleasesList().stream()
                        .filter(release -> SLOTS.contains(release.getSlot()))
                        .map(SkeletonFrameCodec::fromWire)
                        .toList(),
                wire.getLayout(),
                // What a fate that this reader does not know means for its persons is not known either.
                fate == Fate.UNSPECIFIED
                        ? List.of()
                        : wire.getPersonsList().stream()
                                .map(SkeletonFrameCodec::fromWire)
                                .toList(),
                wire.getSkipped(),
                wire.hasClientSequence() ? OptionalLong.of(wire.getClientSequence()) : OptionalLong.empty(),
                wire.getCaptureClock() == io.posestream.schemas.wire.CaptureClock.CAPTURE_CLOCK_SOURCE
                        ? CaptureClock.SOURCE
                        : CaptureClock.INGEST);
    }

    private static io.posestream.schemas.wire.Fate toWire(Fate fate) {
        return switch (fate) {
            case UNSPECIFIED -> io.posestream.schemas.wire.Fate.FATE_UNSPECIFIED;
            case POSED -> io.posestream.schemas.wire.Fate.FATE_POSED;
            case EMPTY -> io.posestream.schemas.wire.Fate.FATE_EMPTY;
            case EXPIRED -> io.posestream.schemas.wire.Fate.FATE_EXPIRED;
            case UNDECODABLE -> io.posestream.schemas.wire.Fate.FATE_UNDECODABLE;
            case FAILED -> io.posestream.schemas.wire.Fate.FATE_FAILED;
            case OVERRUN -> io.posestream.schemas.wire.Fate.FATE_OVERRUN;
        };
    }

    private static Fate fromWire(io.posestream.schemas.wire.Fate fate) {
        return switch (fate) {
            case FATE_UNSPECIFIED, UNRECOGNIZED -> Fate.UNSPECIFIED;
            case FATE_POSED -> Fate.POSED;
            case FATE_EMPTY -> Fate.EMPTY;
            case FATE_EXPIRED -> Fate.EXPIRED;
            case FATE_UNDECODABLE -> Fate.UNDECODABLE;
            case FATE_FAILED -> Fate.FAILED;
            case FATE_OVERRUN -> Fate.OVERRUN;
        };
    }

    private static io.posestream.schemas.wire.CaptureClock toWire(CaptureClock clock) {
        return switch (clock) {
            case SOURCE -> io.posestream.schemas.wire.CaptureClock.CAPTURE_CLOCK_SOURCE;
            case INGEST -> io.posestream.schemas.wire.CaptureClock.CAPTURE_CLOCK_INGEST;
        };
    }

    private static io.posestream.schemas.wire.Hops toWire(Hops hops) {
        return io.posestream.schemas.wire.Hops.newBuilder()
                .setCapturedMicros(hops.capturedMicros())
                .setReceivedMicros(hops.receivedMicros())
                .setPublishedMicros(hops.publishedMicros())
                .setDequeuedMicros(hops.dequeuedMicros())
                .setDecodedMicros(hops.decodedMicros())
                .setDetectedMicros(hops.detectedMicros())
                .setPosedMicros(hops.posedMicros())
                .setEmittedMicros(hops.emittedMicros())
                .setDetectRunMicros(hops.detectRunMicros())
                .setPoseRunMicros(hops.poseRunMicros())
                .build();
    }

    private static Hops fromWire(io.posestream.schemas.wire.Hops hops) {
        return new Hops(
                hops.getCapturedMicros(),
                hops.getReceivedMicros(),
                hops.getPublishedMicros(),
                hops.getDequeuedMicros(),
                hops.getDecodedMicros(),
                hops.getDetectedMicros(),
                hops.getPosedMicros(),
                hops.getEmittedMicros(),
                hops.getDetectRunMicros(),
                hops.getPoseRunMicros());
    }

    private static io.posestream.schemas.wire.Release toWire(ReleaseRef release) {
        return io.posestream.schemas.wire.Release.newBuilder()
                .setSlot(release.slot().id())
                .setName(release.name())
                .setSha256(ByteString.copyFrom(HEX.parseHex(release.sha256())))
                .build();
    }

    private static ReleaseRef fromWire(io.posestream.schemas.wire.Release release) {
        return new ReleaseRef(
                Slot.of(release.getSlot()),
                release.getName(),
                HEX.formatHex(release.getSha256().toByteArray()));
    }

    private static io.posestream.schemas.wire.Person toWire(Person person) {
        var wire = io.posestream.schemas.wire.Person.newBuilder()
                .setScore(person.score())
                .setKnown(ByteString.copyFrom(person.known().toByteArray()));
        for (float number : person.box()) {
            wire.addBox(number);
        }
        for (float number : person.keypoints()) {
            wire.addKeypoints(number);
        }
        return wire.build();
    }

    private static Person fromWire(io.posestream.schemas.wire.Person person) {
        return new Person(
                person.getScore(),
                floats(person.getBoxList()),
                floats(person.getKeypointsList()),
                BitSet.valueOf(person.getKnown().toByteArray()));
    }

    private static float[] floats(List<Float> list) {
        float[] array = new float[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i);
        }
        return array;
    }

    private static ByteString bytes(UUID uuid) {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip());
    }

    private static UUID uuid(ByteString bytes) {
        if (bytes.size() != 16) {
            throw new IllegalArgumentException("a session has 16 bytes, not " + bytes.size());
        }
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
