package io.posestream.inference.model;

import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Person;
import io.posestream.schemas.Projection;
import io.posestream.schemas.ReleaseRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Gives persons their keypoints, always in {@link #LAYOUT}; those that the network does not have come out unknown. One
 * thread owns it.
 */
public final class PoseEstimator implements AutoCloseable {
    /** The layout of every person. */
    public static final KeypointLayout LAYOUT = Layouts.UNIFIED_21;

    /** A frame and the persons in it that want a pose. */
    public record People(Image image, List<Detection> detections) {
        public People {
            detections = List.copyOf(detections);
        }
    }

    private record Job(Image image, Detection detection, Crop crop) {}

    private final PoseNetwork network;
    private final Projection projection;
    private final BitSet known;

    /** @param network the estimator's from now on */
    PoseEstimator(PoseNetwork network) {
        this.network = network;
        this.projection = new Projection(network.contract().layout(), LAYOUT);
        BitSet all = new BitSet();
        all.set(0, network.contract().keypoints().size());
        this.known = projection.known(all);
    }

    /** As {@link PoseNetwork#another}. */
    PoseEstimator another() {
        return new PoseEstimator(network.another());
    }

    public ReleaseRef release() {
        return network.release();
    }

    PoseNetwork network() {
        return network;
    }

    public int maxBatch() {
        return network.maxBatch();
    }

    /** The persons of each frame, in the order of its detections. */
    public List<List<Person>> estimate(List<People> frames) {
        List<Job> jobs = new ArrayList<>();
        for (People people : frames) {
            for (Detection detection : people.detections) {
                jobs.add(new Job(people.image, detection, network.view(detection.box())));
            }
        }
        List<Person> persons = network.run(
                jobs.size(), n -> jobs.get(n).crop.cut(jobs.get(n).image), (n, output) -> person(jobs.get(n), output));
        List<List<Person>> byFrame = new ArrayList<>();
        int from = 0;
        for (People people : frames) {
            byFrame.add(List.copyOf(persons.subList(from, from + people.detections.size())));
            from += people.detections.size();
        }
        return byFrame;
    }

    private Person person(Job job, PoseOutput output) {
        return new Person(
                job.detection.score(), job.detection.box(), projection.keypoints(output.keypoints(job.crop)), (BitSet)
                        known.clone());
    }

    @Override
    public void close() {
        network.close();
    }
}
