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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds as many persons as it is told to, or fails as it is told to. */
final class FakePipeline implements PosePipeline {
    static final List<ReleaseRef> RELEASES = List.of(
            new ReleaseRef(Slot.DETECTOR, "detector", "d".repeat(64)),
            new ReleaseRef(Slot.POSE, "net", "e".repeat(64)));

    final List<SkeletonFrame> fated = new ArrayList<>();
    private int persons;
    private RuntimeException onDetect;
    private RuntimeException onPose;
    private Runnable whileDetecting = () -> {};

    void finds(int persons) {
        this.persons = persons;
    }

    /** @param step runs while it detects */
    void onDetect(Runnable step) {
        whileDetecting = step;
    }

    void failsToDetect(RuntimeException failure) {
        onDetect = failure;
    }

    void failsToPose(RuntimeException failure) {
        onPose = failure;
    }

    @Override
    public Turn turn(CameraId camera) {
        return new Turn() {
            @Override
            public Ran<List<Detection>> detect(Image image) {
                return new Ran<>(found(), 0, RELEASES.get(0));
            }

            @Override
            public Ran<List<Person>> pose(People people) {
                return new Ran<>(posed(people), 0, RELEASES.get(1));
            }

            @Override
            public void answered(Image image, Ran<List<Detection>> detected, Optional<Ran<List<Person>>> posed) {
                image.close();
            }

            @Override
            public void close() {}
        };
    }

    private List<Detection> found() {
        if (onDetect != null) {
            throw onDetect;
        }
        whileDetecting.run();
        return IntStream.range(0, persons)
                .mapToObj(n -> new Detection(.9f, new float[] {n, 0, n + 10, 20}))
                .toList();
    }

    private List<Person> posed(People people) {
        if (onPose != null) {
            throw onPose;
        }
        return people.detections().stream().map(FakePipeline::person).toList();
    }

    static Person person(Detection detection) {
        BitSet known = new BitSet();
        known.set(0, 17);
        return new Person(detection.score(), detection.box(), new float[3 * PoseEstimator.LAYOUT.size()], known);
    }

    @Override
    public void fated(SkeletonFrame frame) {
        fated.add(frame);
    }

    @Override
    public boolean frameWaits() {
        return false;
    }

    @Override
    public boolean alive() {
        return true;
    }

    @Override
    public void close() {}
}
