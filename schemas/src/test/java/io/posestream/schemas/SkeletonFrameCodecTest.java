package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkeletonFrameCodecTest {
    @Test
    void aSkeletonComesBackWithEveryField() {
        assertThat(SkeletonFrameCodec.decode(SkeletonFrameCodec.encode(SampleSkeletons.GOLDEN)))
                .isEqualTo(SampleSkeletons.GOLDEN);
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void everyFateComesBack(Fate fate) {
        SkeletonFrame frame = SampleSkeletons.of(fate);

        assertThat(SkeletonFrameCodec.decode(SkeletonFrameCodec.encode(frame))).isEqualTo(frame);
        assertThat(SkeletonFrameCodec.sourcePartition(SkeletonFrameCodec.encode(frame)))
                .isEqualTo(7);
    }

    @Test
    void partition0IsNotWrittenButRead() {
        byte[] written = altered(SampleSkeletons.GOLDEN, wire -> wire.setSourcePartition(0));

        assertThat(SkeletonFrameCodec.sourcePartition(written)).isZero();
    }

    @ParameterizedTest
    @EnumSource(CaptureClock.class)
    void everyClockComesBack(CaptureClock clock) {
        SkeletonFrame empty = SampleSkeletons.of(Fate.EMPTY);
        SkeletonFrame frame = new SkeletonFrame(
                empty.id(),
                empty.sourcePartition(),
                empty.sourceOffset(),
                empty.lastSourceOffset(),
                empty.widthPx(),
                empty.heightPx(),
                empty.fate(),
                empty.reason(),
                empty.hops(),
                List.of(),
                empty.layout(),
                List.of(),
                0,
                OptionalLong.of(0),
                clock);

        assertThat(SkeletonFrameCodec.decode(SkeletonFrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Test
    void bytesOfVersion1StayReadable() {
        assertThat(SkeletonFrameCodec.decode(GoldenBytes.of("skeleton-frame-v1")))
                .isEqualTo(SampleSkeletons.GOLDEN);
    }

    @Test
    void theHeadersAreCloudEventsWithTheSchema() {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : SkeletonFrameCodec.headers(SampleSkeletons.GOLDEN, Optional.empty())) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }

        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "01890a5d-ac96-774b-bcce-b302099a8057-42",
                        "ce_source", "/cameras/hall-2",
                        "ce_type", "io.posestream.skeletons.v1",
                        "ce_time", "2025-10-09T08:53:20.000001Z",
                        "ce_sequence", "00000000000000000042",
                        "ce_session", "01890a5d-ac96-774b-bcce-b302099a8057",
                        "ce_dataschema", "classpath:/posestream/v1/skeleton_frame.proto",
                        "content-type", "application/protobuf"));
    }

    @Test
    void theSchemaThatTheHeadersNameIsInTheJar() {
        assertThat(SkeletonFrameCodec.DATA_SCHEMA).startsWith("classpath:");
        assertThat(SkeletonFrameCodec.class.getResource(
                        SkeletonFrameCodec.DATA_SCHEMA.substring("classpath:".length())))
                .isNotNull();
    }

    @Test
    void aFateOfANewerWriterIsTakenForNotPosed() {
        byte[] newer = altered(SampleSkeletons.GOLDEN, wire -> wire.setFateValue(99));

        SkeletonFrame frame = SkeletonFrameCodec.decode(newer);

        assertThat(frame.fate()).isEqualTo(Fate.UNSPECIFIED);
        assertThat(frame.persons()).isEmpty();
        assertThat(frame.id()).isEqualTo(SampleSkeletons.GOLDEN.id());
    }

    @Test
    void aFieldOfANewerWriterIsPassedOver() {
        UnknownFieldSet added = UnknownFieldSet.newBuilder()
                .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                .build();

        assertThat(SkeletonFrameCodec.decode(altered(SampleSkeletons.GOLDEN, wire -> wire.setUnknownFields(added))))
                .isEqualTo(SampleSkeletons.GOLDEN);
    }

    @Test
    void theRangeOfAnOverrunIsItsOwnOffsetElsewhere() {
        byte[] posedWithRange = altered(SampleSkeletons.GOLDEN, wire -> wire.setLastSourceOffset(5));

        assertThat(SkeletonFrameCodec.decode(posedWithRange)).isEqualTo(SampleSkeletons.GOLDEN);
    }

    @Test
    void refusesNoValueAndNoBytes() {
        assertMalformed(null, "needs a value");
        assertMalformed(new byte[0], "not a camera id");
    }

    @Test
    void refusesASessionOfOtherThan16Bytes() {
        refuses(wire -> wire.setSession(ByteString.copyFrom(new byte[15])), "a session has 16 bytes, not 15");
    }

    @Test
    void refusesFatesThatContradictThePersons() {
        refuses(io.posestream.schemas.wire.SkeletonFrame.Builder::clearPersons, "fate POSED with 0 persons");
        refuses(wire -> wire.setFate(io.posestream.schemas.wire.Fate.FATE_EMPTY), "fate EMPTY with 1 persons");
    }

    @Test
    void refusesMorePersonsThanAreRead() {
        refuses(
                wire -> wire.addAllPersons(Collections.nCopies(SkeletonFrameCodec.MAX_PERSONS, wire.getPersons(0))),
                "1025 persons; at most 1024");
    }

    @Test
    void refusesAPersonWithBrokenNumbers() {
        refuses(wire -> wire.setPersons(0, wire.getPersons(0).toBuilder().addBox(1)), "a box has 4 numbers, not 5");
        refuses(wire -> wire.setPersons(0, wire.getPersons(0).toBuilder().addKeypoints(1)), "64 keypoint numbers");
        refuses(
                wire -> wire.setPersons(
                        0, wire.getPersons(0).toBuilder().setKnown(ByteString.copyFrom(new byte[] {0, 0, 32}))),
                "63 keypoint numbers with 22 known bits");
    }

    @Test
    void refusesImpossibleSources() {
        refuses(wire -> wire.setSourcePartition(-1), "partition -1");
        refuses(wire -> wire.setSourceOffset(-1), "offsets -1");
        refuses(
                wire -> wire.clearPersons()
                        .setFate(io.posestream.schemas.wire.Fate.FATE_OVERRUN)
                        .setSourceOffset(10)
                        .setLastSourceOffset(9),
                "offsets 10 to 9");
    }

    @Test
    void aReleaseOfASlotThatIsNotKnownIsLeftOut() throws InvalidProtocolBufferException {
        byte[] newer = io.posestream.schemas.wire.SkeletonFrame.parseFrom(
                        SkeletonFrameCodec.encode(SampleSkeletons.GOLDEN))
                .toBuilder()
                .addReleases(io.posestream.schemas.wire.Release.newBuilder().setSlot("hat"))
                .build()
                .toByteArray();

        assertThat(SkeletonFrameCodec.decode(newer)).isEqualTo(SampleSkeletons.GOLDEN);
    }

    @Test
    void refusesReleasesThatNameNoModel() {
        refuses(
                wire -> wire.setReleases(0, wire.getReleases(0).toBuilder().setSha256(ByteString.copyFromUtf8("ab"))),
                "not a SHA-256 digest");
    }

    @Test
    void garbageIsRefusedAsMalformedOrIsAValidRecord() {
        Random random = new Random(42);
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] garbage = i % 2 == 0 ? noise(random) : damaged(random);
            try {
                SkeletonFrame frame = SkeletonFrameCodec.decode(garbage);
                assertThat(SkeletonFrameCodec.decode(SkeletonFrameCodec.encode(frame)))
                        .isEqualTo(frame);
                read++;
            } catch (MalformedRecordException e) {
                assertThat(e).hasMessageStartingWith("skeleton record of " + garbage.length + " bytes: ");
            }
        }
        assertThat(read).as("some damage changes only a number").isBetween(1, 9_999);
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A record with one to three bytes changed, cut short in one case of four. */
    private static byte[] damaged(Random random) {
        byte[] bytes = SkeletonFrameCodec.encode(SampleSkeletons.GOLDEN);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static void refuses(
            UnaryOperator<io.posestream.schemas.wire.SkeletonFrame.Builder> alteration, String message) {
        assertMalformed(altered(SampleSkeletons.GOLDEN, alteration), message);
    }

    private static void assertMalformed(byte[] value, String message) {
        assertThatThrownBy(() -> SkeletonFrameCodec.decode(value))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(message);
    }

    private static byte[] altered(
            SkeletonFrame frame, UnaryOperator<io.posestream.schemas.wire.SkeletonFrame.Builder> alteration) {
        try {
            io.posestream.schemas.wire.SkeletonFrame.Builder wire =
                    io.posestream.schemas.wire.SkeletonFrame.parseFrom(SkeletonFrameCodec.encode(frame)).toBuilder();
            return alteration.apply(wire).build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }
}
