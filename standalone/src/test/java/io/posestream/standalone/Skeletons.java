package io.posestream.standalone;

import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Skeleton records of one camera's session for tests: the sequence equals the offset unless given. */
record Skeletons(String camera, UUID session, int partition, long ageMicros) {
    private static final long RECEIVED_MICROS = 1_800_000_000_000_000L;

    static Skeletons of(String camera) {
        return new Skeletons(camera, new UUID(7, camera.hashCode()), 0, 20_000);
    }

    Skeletons in(int otherPartition) {
        return new Skeletons(camera, session, otherPartition, ageMicros);
    }

    Skeletons aged(long otherAgeMicros) {
        return new Skeletons(camera, session, partition, otherAgeMicros);
    }

    SkeletonFrame record(Fate fate, long offset) {
        return record(fate, offset, offset, offset);
    }

    SkeletonFrame sequence(long sequence, long offset) {
        return record(Fate.EMPTY, sequence, offset, offset);
    }

    SkeletonFrame overrun(long first, long last) {
        return record(Fate.OVERRUN, 0, first, last);
    }

    private SkeletonFrame record(Fate fate, long sequence, long first, long last) {
        return new SkeletonFrame(
                new FrameId(new CameraId(camera), session, sequence),
                partition,
                first,
                last,
                640,
                480,
                fate,
                "",
                new Hops(0, RECEIVED_MICROS, 0, 0, 0, 0, 0, RECEIVED_MICROS + ageMicros, 0, 0),
                List.of(),
                fate == Fate.POSED ? Layouts.COCO_17.name() : "",
                fate == Fate.POSED ? List.of(person()) : List.of(),
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }

    /** All of COCO's points but the nose, point k at (10 k, 20 k). */
    private static Person person() {
        float[] keypoints = new float[17 * 3];
        for (int k = 1; k < 17; k++) {
            keypoints[3 * k] = 10 * k;
            keypoints[3 * k + 1] = 20 * k;
            keypoints[3 * k + 2] = .5f;
        }
        BitSet known = new BitSet();
        known.set(1, 17);
        return new Person(.9f, new float[] {1, 2, 3, 4}, keypoints, known);
    }
}
