package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReleaseCodecTest {
    @Test
    void bytesOfVersion1StayReadable() {
        assertThat(ReleaseCodec.decodeRelease(GoldenBytes.of("model-release-v1")))
                .isEqualTo(SampleReleases.GOLDEN);
        assertThat(ReleaseCodec.decodeSigned(GoldenBytes.of("signed-release-v1")))
                .isEqualTo(SampleReleases.SIGNED);
    }

    @Test
    void anAnswerToTheGoldenSampleComesBack() {
        ModelRelease release = SampleReleases.release(
                Optional.of(new GoldenAnswer("fedcba9876543210".repeat(4), List.of(1.5f, -2f, .25f, 3f, 4f, .5f))));

        ModelRelease read = ReleaseCodec.decodeRelease(ReleaseCodec.encode(release));

        assertThat(read).isEqualTo(release);
        assertThat(read.golden().orElseThrow().rows(3)).isEqualTo(2);
        assertThat(read.golden().orElseThrow().number(1, 3, 2)).isEqualTo(.5f);
    }

    @Test
    void anAnswerThatIsNoneIsRefused() {
        String sample = "fedcba9876543210".repeat(4);

        assertThatThrownBy(() -> new GoldenAnswer(sample, List.of(1f, Float.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> new GoldenAnswer(sample, Collections.nCopies(5_001, 1f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 5000");
        assertThatThrownBy(() -> new GoldenAnswer(sample, List.of(1f, 2f)).rows(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 3 for each");
        assertThatThrownBy(() -> new GoldenAnswer("", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingComesBack() {
        assertThat(ReleaseCodec.decodeRelease(ReleaseCodec.encode(SampleReleases.GOLDEN)))
                .isEqualTo(SampleReleases.GOLDEN);
        assertThat(ReleaseCodec.decodeSigned(ReleaseCodec.encode(SampleReleases.SIGNED)))
                .isEqualTo(SampleReleases.SIGNED);
        assertThat(ReleaseCodec.id(ReleaseCodec.key(SampleReleases.ID))).isEqualTo(SampleReleases.ID);
    }

    @Test
    void theSchemaIsInTheJar() {
        assertThat(ReleaseCodec.class.getResource(ReleaseCodec.SCHEMA)).isNotNull();
    }

    @Test
    void whatIsSignedIsNamedForWhatItIs() {
        assertThat(new String(SignedRelease.signedBytes(new byte[] {65, 66}), StandardCharsets.US_ASCII))
                .isEqualTo("posestream.v1.ModelRelease\0AB");
    }

    @Test
    void aFieldOfANewerWriterIsPassedOverButStaysSigned() {
        UnknownFieldSet added = UnknownFieldSet.newBuilder()
                .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                .build();
        byte[] newer = altered(wire -> wire.setUnknownFields(added));

        assertThat(ReleaseCodec.decodeRelease(newer)).isEqualTo(SampleReleases.GOLDEN);
        SignedRelease signed = new SignedRelease(newer, "00", new byte[64], SampleReleases.SIGNED.chunkOffsets());
        assertThat(ReleaseCodec.decodeSigned(ReleaseCodec.encode(signed)).payload())
                .isEqualTo(newer);
    }

    @Test
    void refusesReleasesThatContradictThemselves() {
        refuses(wire -> wire.setSlot("hat"), "no such slot: \"hat\"");
        refuses(wire -> wire.setVersion(0), "release version 0; they start at 1");
        refuses(wire -> wire.setName(" "), "a name of 1 characters");
        refuses(wire -> wire.setSha256(ByteString.copyFromUtf8("ab")), "not a SHA-256 digest");
        refuses(wire -> wire.setSizeBytes(0), "a model of 0 bytes");
        refuses(wire -> wire.setChunks(6), "6 chunks for 3500000 bytes; they make 7");
        refuses(wire -> wire.setSizeBytes(-1), "a model of -1 bytes");
        refuses(wire -> wire.setPublishedMicros(-1), "published at -1");
        refuses(wire -> wire.setCard("x".repeat(65_537)), "card of 65537 and gate of 19 characters; at most 65536");
        refuses(wire -> wire.putContract("k", "x".repeat(16_385)), "a contract of 16427 characters; at most 16384");
        refuses(wire -> wire.clearMinWorkerVersion(), "worker version 0; they start at 1");
        refuses(
                wire -> {
                    for (int i = 0; i < 63; i++) {
                        wire.putContract("k" + i, "");
                    }
                    return wire;
                },
                "65 contract values; at most 64");
    }

    @Test
    void refusesNothingAtAll() {
        assertMalformed(() -> ReleaseCodec.decodeRelease(null), "release without bytes");
        assertMalformed(() -> ReleaseCodec.decodeRelease(new byte[0]), "release of 0 bytes: no such slot");
        assertMalformed(() -> ReleaseCodec.decodeSigned(null), "signed release without bytes");
        assertMalformed(() -> ReleaseCodec.id(null), "key without bytes");
        assertMalformed(() -> ReleaseCodec.id(new byte[] {1}), "not a release");
    }

    @Test
    void moreHintsThanAModelHasChunksAreNone() {
        SignedRelease signed = SampleReleases.SIGNED;
        List<Long> most = Collections.nCopies(512, 300L);
        List<Long> million = Collections.nCopies(1 << 20, 300L);

        assertThat(ReleaseCodec.decodeSigned(ReleaseCodec.encode(signed.withChunkOffsets(most))))
                .isEqualTo(signed.withChunkOffsets(most));
        assertThat(ReleaseCodec.decodeSigned(ReleaseCodec.encode(signed.withChunkOffsets(million))))
                .isEqualTo(signed.withChunkOffsets(List.of()));
    }

    @Test
    void aKeyIdOfAnyLengthIsNone() {
        byte[] value = io.posestream.schemas.wire.SignedRelease.newBuilder()
                .setKeyId("0".repeat(65))
                .build()
                .toByteArray();

        assertMalformed(() -> ReleaseCodec.decodeSigned(value), "a key id of 65 characters; at most 64");
    }

    @Test
    void whatARecordSaysIsOneShortLine() {
        byte[] rubbish = ("pose\n" + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ReleaseCodec.id(rubbish))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("key of 1048581 bytes: not a release: \"pose?xxx")
                .hasMessageEndingWith("x…")
                .extracting(e -> e.getMessage().length())
                .isEqualTo("key of 1048581 bytes: ".length() + 301);
    }

    private static void refuses(
            UnaryOperator<io.posestream.schemas.wire.ModelRelease.Builder> alteration, String message) {
        byte[] payload = altered(alteration);
        assertMalformed(() -> ReleaseCodec.decodeRelease(payload), message);
    }

    private static void assertMalformed(ThrowingCallable decoding, String message) {
        assertThatThrownBy(decoding)
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(message);
    }

    private static byte[] altered(UnaryOperator<io.posestream.schemas.wire.ModelRelease.Builder> alteration) {
        try {
            return alteration
                    .apply(io.posestream.schemas.wire.ModelRelease.parseFrom(ReleaseCodec.encode(SampleReleases.GOLDEN))
                            .toBuilder())
                    .build()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }
}
