package io.posestream.trainer.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Leaves the better of two persons who are nearly the same, as MMPose does before COCO's evaluation. Immutable. */
public final class OksNms {
    /** MMPose's. */
    public static final double USUAL_THRESHOLD = .9;

    /**
     * A person in an image.
     *
     * @param keypoints {@code [3 * K]} those that are compared
     * @param area of the padded crop that the network saw, in square image pixels
     */
    public record Candidate(FoundPerson person, double[] keypoints, double area) {}

    private final Oks oks;
    private final double threshold;

    /** @param threshold a person whose OKS with a better one is greater goes */
    public OksNms(List<Double> sigmas, double threshold) {
        this.oks = new Oks(sigmas);
        this.threshold = threshold;
    }

    /** Those of one image that stay, best first. */
    public List<FoundPerson> apply(List<Candidate> candidates) {
        List<Candidate> kept = new ArrayList<>();
        candidates.stream()
                .sorted(Comparator.comparingDouble(candidate -> -candidate.person.score()))
                .filter(candidate -> kept.stream().noneMatch(better -> same(better, candidate)))
                .forEach(kept::add);
        return kept.stream().map(Candidate::person).toList();
    }

    private boolean same(Candidate better, Candidate other) {
        double area = (better.area + other.area) / 2;
        return oks.between(better.keypoints, other.keypoints, area) > threshold;
    }
}
