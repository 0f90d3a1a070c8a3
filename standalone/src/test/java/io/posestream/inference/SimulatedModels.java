package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Models that tell by a picture's width what they make of it, so that the same frame fares alike each time. */
public final class SimulatedModels implements PosePipeline {
    public static final int NOBODY_WIDTH_PX = 32;
    public static final int PERSON_WIDTH_PX = 40;
    public static final int SLOW_PERSON_WIDTH_PX = 48;
    public static final int NOT_DETECTED_WIDTH_PX = 56;
    public static final int NOT_POSED_WIDTH_PX = 64;

    private static final ReleaseRef DETECTOR = new ReleaseRef(Slot.DETECTOR, "simulated", "d".repeat(64));
    private static final ReleaseRef POSE = new ReleaseRef(Slot.POSE, "simulated", "e".repeat(64));
    private static final long DETECTING_MILLIS = 10;
    private static final long POSING_MILLIS = 20;
    private static final long SLOWLY_POSING_MILLIS = 400;

    private final SimulatedClock clock;
    private boolean stalled;

    SimulatedModels(SimulatedClock clock) {
        this.clock = clock;
    }

    void stall(boolean yes) {
        stalled = yes;
    }

    @Override
    public Turn turn(CameraId camera) {
        return new Turn() {
            @Override
            public Ran<List<Detection>> detect(Image image) {
                return new Ran<>(detections(image), 0, DETECTOR);
            }

            @Override
            public Ran<List<Person>> pose(People people) {
                return new Ran<>(persons(people), 0, POSE);
            }

            @Override
            public void answered(Image image, Ran<List<Detection>> detected, Optional<Ran<List<Person>>> posed) {
                image.close();
            }

            @Override
            public void close() {}
        };
    }

    private List<Detection> detections(Image image) {
        if (stalled) {
            throw new StalledException("no answer; this test wants it");
        }
        clock.passMillis(DETECTING_MILLIS);
        return switch (image.widthPx()) {
            case NOBODY_WIDTH_PX -> List.of();
            case NOT_DETECTED_WIDTH_PX -> throw new BatchFailedException(new IllegalStateException("not detected"));
            default -> List.of(new Detection(.9f, new float[] {0, 0, 10, 20}));
        };
    }

    private List<Person> persons(People people) {
        int widthPx = people.image().widthPx();
        if (widthPx == NOT_POSED_WIDTH_PX) {
            throw new BatchFailedException(new IllegalStateException("not posed"));
        }
        clock.passMillis(widthPx == SLOW_PERSON_WIDTH_PX ? SLOWLY_POSING_MILLIS : POSING_MILLIS);
        BitSet known = new BitSet();
        known.set(0, 17);
        return people.detections().stream()
                .map(one -> new Person(one.score(), one.box(), new float[3 * PoseEstimator.LAYOUT.size()], known))
                .toList();
    }

    @Override
    public void fated(SkeletonFrame frame) {}

    @Override
    public boolean frameWaits() {
        return false;
    }

    @Override
    public boolean alive() {
        return !stalled;
    }

    @Override
    public void close() {}
}
