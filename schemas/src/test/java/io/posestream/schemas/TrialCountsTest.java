package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.posestream.schemas.Histogram.Scale;
import io.posestream.schemas.TrialCounts.Arm;
import io.posestream.schemas.TrialCounts.Boxes;
import io.posestream.schemas.TrialCounts.Pair;
import io.posestream.schemas.TrialCounts.Poses;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TrialCountsTest {
    private static final TrialId TRIAL = new TrialId(pose(7), Optional.of(pose(6)), 1_760_000_000_000_000L);

    /** What the file in {@code golden} says: it never changes. */
    static final TrialCounts GOLDEN = new TrialCounts(
            TRIAL,
            300,
            20,
            3,
            2,
            "out of memory",
            new Poses(histogram(Scale.UNIT, 0, 1, 5), 4, offsets(new KeypointOffset(6, -1000, 300))),
            new Boxes(9, 8, 7),
            new Pair(histogram(Scale.UNIT, 2), histogram(Scale.UNIT, 0, 2)),
            new Pair(histogram(Scale.MICROS, 3), histogram(Scale.MICROS, 0, 3)),
            histogram(Scale.RATIO, 0, 0, 200),
            new Arm(1, 0, histogram(Scale.MICROS, 11)),
            new Arm(0, 2, histogram(Scale.MICROS, 0, 12)));

    @Test
    void bytesOfVersion1StayReadable() {
        assertThat(TrialCountsCodec.decode(ByteBuffer.wrap(GoldenBytes.of("trial-counts-v1"))))
                .isEqualTo(GOLDEN);
    }

    @Test
    void everythingComesBackAsOftenAsItIsWritten() {
        TrialCounts bare = TrialCounts.none(new TrialId(new ReleaseId(Slot.DETECTOR, 1), Optional.empty(), 0));
        for (TrialCounts counts : List.of(GOLDEN, GOLDEN, bare, random(new Random(5)))) {
            ByteBuffer wire = ByteBuffer.wrap(TrialCountsCodec.encode(counts));
            assertThat(TrialCountsCodec.decode(wire)).isEqualTo(counts);
            assertThat(TrialCountsCodec.decode(wire)).as("read again").isEqualTo(counts);
        }
    }

    @Test
    void theSchemaIsInTheJar() {
        assertThat(TrialCountsCodec.class.getResource(TrialCountsCodec.SCHEMA)).isNotNull();
    }

    /** So it makes no difference which worker is heard first, or what was added up before. */
    @RepeatedTest(50)
    void neitherOrderNorGroupingMatters(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<TrialCounts> parts = Stream.generate(() -> random(random))
                .limit(2 + random.nextInt(6))
                .toList();
        TrialCounts inTurn = parts.stream().reduce(TrialCounts.none(TRIAL), TrialCounts::plus);

        List<TrialCounts> left = new ArrayList<>(parts);
        while (left.size() > 1) {
            Collections.shuffle(left, random);
            left.add(left.remove(0).plus(left.remove(0)));
        }

        assertThat(left).containsExactly(inTurn);
        assertThat(inTurn.poses().persons())
                .isEqualTo(
                        parts.stream().mapToLong(part -> part.poses().persons()).sum());
    }

    @Test
    void anotherTrialsCountsAreNotAdded() {
        TrialCounts other = TrialCounts.none(new TrialId(pose(7), Optional.of(pose(6)), 5));

        assertThatThrownBy(() -> GOLDEN.plus(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("startedMicros=5")
                .hasMessageContaining("added to");
    }

    @Test
    void refusesWhatContradictsItself() {
        refuses(wire -> wire.setSlot("hat"), "no such slot: \"hat\"");
        refuses(wire -> wire.setLiveVersion(7), "pose/7 tried beside pose/7");
        refuses(wire -> wire.setCompared(-1), "a count of -1; at most 2147483648");
        refuses(wire -> wire.setFailure("x".repeat(201)), "a failure of 201 characters");
        refuses(wire -> wire.addAllOks(Collections.nCopies(98, 1L)), "101 counts on a scale of 100");
        refuses(wire -> wire.setRunRatio(2, 1L << 40), "a count of 1099511627776");
        refuses(wire -> wire.removeOffsets(0), "20 keypoints of 21");
        refuses(wire -> wire.getOffsetsBuilder(0).setXMicros(7_000_000), "offsets of 7000000 and 300 of 6");
    }

    @Test
    void aWorkerSendsLittle() {
        TrialCounts counts = Stream.generate(() -> random(new Random(1)))
                .limit(1_000)
                .reduce(TrialCounts::plus)
                .orElseThrow();

        assertThat(TrialCountsCodec.encode(counts)).hasSizeBetween(1_000, 4_000);
    }

    private static void refuses(Consumer<io.posestream.schemas.wire.TrialCounts.Builder> alteration, String message) {
        assertThatThrownBy(
                        () -> {
                            var wire = io.posestream.schemas.wire.TrialCounts.parseFrom(TrialCountsCodec.encode(GOLDEN))
                                    .toBuilder();
                            alteration.accept(wire);
                            TrialCountsCodec.decode(ByteBuffer.wrap(wire.build().toByteArray()));
                        })
                .isNotInstanceOf(InvalidProtocolBufferException.class)
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(message);
    }

    private static TrialCounts random(Random random) {
        List<KeypointOffset> offsets = Stream.generate(() -> {
                    int count = random.nextInt(100);
                    return new KeypointOffset(
                            count, random.nextInt(-100, 100) * 1000L * count, random.nextInt(100) * 7L * count);
                })
                .limit(TrialCounts.LAYOUT.size())
                .toList();
        return new TrialCounts(
                TRIAL,
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextInt(3),
                random.nextInt(3),
                random.nextBoolean() ? "" : "failure " + random.nextInt(5),
                new Poses(any(Scale.UNIT, random), random.nextInt(9), offsets),
                new Boxes(random.nextInt(99), random.nextInt(9), random.nextInt(9)),
                new Pair(any(Scale.UNIT, random), any(Scale.UNIT, random)),
                new Pair(any(Scale.MICROS, random), any(Scale.MICROS, random)),
                any(Scale.RATIO, random),
                new Arm(random.nextInt(9), random.nextInt(9), any(Scale.MICROS, random)),
                new Arm(random.nextInt(9), random.nextInt(9), any(Scale.MICROS, random)));
    }

    private static Histogram any(Scale scale, Random random) {
        return new Histogram(
                scale,
                Stream.generate(() -> (long) random.nextInt(4))
                        .limit(scale.buckets())
                        .toList());
    }

    private static Histogram histogram(Scale scale, long... counts) {
        return new Histogram(
                scale,
                Arrays.stream(Arrays.copyOf(counts, scale.buckets())).boxed().toList());
    }

    private static List<KeypointOffset> offsets(KeypointOffset nose) {
        List<KeypointOffset> offsets = new ArrayList<>(Collections.nCopies(21, KeypointOffset.NONE));
        offsets.set(0, nose);
        return offsets;
    }

    private static ReleaseId pose(int version) {
        return new ReleaseId(Slot.POSE, version);
    }
}
