package io.posestream.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Releases on the wire: protobuf {@code posestream.v1.SignedRelease} on {@code models}. Stateless, safe for all threads.
 */
public final class ReleaseCodec {
    /** The {@code .proto} in the schemas jar. */
    public static final String SCHEMA = "/posestream/v1/model_release.proto";

    private static final HexFormat HEX = HexFormat.of();

    private ReleaseCodec() {}

    /** A record's value as it is parsed. */
    private interface Parser<T> {
        T parse() throws InvalidProtocolBufferException;
    }

    public static byte[] key(ReleaseId id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws MalformedRecordException if the key names no release */
    public static ReleaseId id(byte[] key) {
        return parsed("key", key, () -> ReleaseId.parse(new String(key, StandardCharsets.UTF_8)));
    }

    public static byte[] encode(SignedRelease signed) {
        return io.posestream.schemas.wire.SignedRelease.newBuilder()
                .setRelease(ByteString.copyFrom(signed.payload()))
                .setKeyId(signed.keyId())
                .setSignature(ByteString.copyFrom(signed.signature()))
                .addAllChunkOffsets(signed.chunkOffsets())
                .build()
                .toByteArray();
    }

    /** @throws MalformedRecordException if the bytes are no SignedRelease; what it says is not looked at */
    public static SignedRelease decodeSigned(byte[] value) {
        return parsed("signed release", value, () -> {
            var wire = io.posestream.schemas.wire.SignedRelease.parseFrom(value);
            return new SignedRelease(
                    wire.getRelease().toByteArray(),
                    wire.getKeyId(),
                    wire.getSignature().toByteArray(),
                    wire.getChunkOffsetsList());
        });
    }

    public static byte[] encode(ModelRelease release) {
        var wire = io.posestream.schemas.wire.ModelRelease.newBuilder()
                .setSlot(release.id().slot().id())
                .setVersion(release.id().version())
                .setName(release.name())
                .setSha256(ByteString.copyFrom(HEX.parseHex(release.sha256())))
                .setSizeBytes(release.sizeBytes())
                .setChunks(Math.toIntExact(release.chunks()))
                .putAllContract(release.contractMetadata())
                .setPublishedMicros(release.publishedMicros())
                .setCard(release.card())
                .setGate(release.gate())
                .setGateSkipped(release.gateSkipped())
                .setMinWorkerVersion(release.minWorkerVersion());
        release.golden().ifPresent(golden -> wire.setGolden(toWire(golden)));
        return wire.build().toByteArray();
    }

    private static io.posestream.schemas.wire.GoldenAnswer toWire(GoldenAnswer golden) {
        return io.posestream.schemas.wire.GoldenAnswer.newBuilder()
                .setSample(ByteString.copyFrom(HEX.parseHex(golden.sample())))
                .addAllNumbers(golden.numbers())
                .build();
    }

    /** @throws MalformedRecordException if the bytes are no ModelRelease, or one that contradicts itself */
    public static ModelRelease decodeRelease(byte[] payload) {
        return parsed("release", payload, () -> {
            var wire = io.posestream.schemas.wire.ModelRelease.parseFrom(payload);
            return new ModelRelease(
                    new ReleaseId(Slot.of(wire.getSlot()), wire.getVersion()),
                    wire.getName(),
                    HEX.formatHex(wire.getSha256().toByteArray()),
                    wire.getSizeBytes(),
                    Integer.toUnsignedLong(wire.getChunks()),
                    wire.getContractMap(),
                    wire.getPublishedMicros(),
                    wire.getCard(),
                    wire.getGate(),
                    wire.getGateSkipped(),
                    wire.getMinWorkerVersion(),
                    wire.hasGolden() ? Optional.of(golden(wire.getGolden())) : Optional.empty());
        });
    }

    private static GoldenAnswer golden(io.posestream.schemas.wire.GoldenAnswer wire) {
        return new GoldenAnswer(HEX.formatHex(wire.getSample().toByteArray()), wire.getNumbersList());
    }

    private static <T> T parsed(String what, byte[] bytes, Parser<T> parser) {
        if (bytes == null) {
            throw new MalformedRecordException(what + " without bytes");
        }
        try {
            return parser.parse();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedRecordException(what + " of " + bytes.length + " bytes: " + e.getMessage(), e);
        }
    }
}
