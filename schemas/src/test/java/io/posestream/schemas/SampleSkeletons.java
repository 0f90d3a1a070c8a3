package io.posestream.schemas;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Fixed records. {@link #GOLDEN} is what {@code golden/skeleton-frame-v1.hex} says: it never changes. */
final class SampleSkeletons {
    private static final FrameId ID =
            new FrameId(new CameraId("hall-2"), UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"), 42);

    static final SkeletonFrame GOLDEN = new SkeletonFrame(
            ID,
            7,
            123_456_789L,
            123_456_789L,
            1920,
            1080,
            Fate.POSED,
            "",
            new Hops(
                    1_760_000_000_000_001L,
                    1_760_000_000_000_002L,
                    1_760_000_000_000_003L,
                    1_760_000_000_000_004L,
                    1_760_000_000_000_005L,
                    1_760_000_000_000_006L,
                    1_760_000_000_000_007L,
                    1_760_000_000_000_008L,
                    0,
                    0),
            List.of(
                    new ReleaseRef(Slot.DETECTOR, "person finder", "0123456789abcdef".repeat(4)),
                    new ReleaseRef(Slot.POSE, "student", "fedcba9876543210".repeat(4))),
            "unified-21",
            List.of(person()),
            3,
            OptionalLong.of(1_000_007),
            CaptureClock.SOURCE);

    private SampleSkeletons() {}

    /** A record of that fate, as full as the fate allows. */
    static SkeletonFrame of(Fate fate) {
        return new SkeletonFrame(
                ID,
                7,
                100,
                fate == Fate.OVERRUN ? 250 : 100,
                640,
                480,
                fate,
                fate == Fate.POSED || fate == Fate.EMPTY ? "" : "because of grey clouds ☁",
                GOLDEN.hops(),
                GOLDEN.releases(),
                fate == Fate.POSED ? "unified-21" : "",
                fate == Fate.POSED ? List.of(person(), person()) : List.of(),
                9,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }

    /** Keypoint k at (100 + k, 200 + 2 k) with score k / 32; all known but the thorax, whose numbers are 0. */
    private static Person person() {
        float[] keypoints = new float[63];
        BitSet known = new BitSet();
        for (int k = 0; k < 21; k++) {
            if (k != 18) {
                known.set(k);
                keypoints[3 * k] = 100 + k;
                keypoints[3 * k + 1] = 200 + 2 * k;
                keypoints[3 * k + 2] = k / 32f;
            }
        }
        return new Person(.875f, new float[] {90.5f, 180.25f, 140, 260}, keypoints, known);
    }
}
