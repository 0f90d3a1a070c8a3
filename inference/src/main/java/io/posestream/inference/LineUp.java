package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.inference.rollout.TrialObserver;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All models that serve at one moment. Immutable. */
record LineUp(Served<Image, List<Detection>> detector, Served<People, List<Person>> pose) {
    /**
     * A loaded release that is to be tried.
     *
     * @param share of the cameras that it poses, above 0 and up to 1; 0: a shadow
     */
    record Candidate(Loaded<?, ?> loaded, double share, TrialObserver observer) {}

    /** Nothing is tried. */
    static LineUp of(Loaded<?, ?> detector, Loaded<?, ?> pose) {
        return new LineUp(Served.only(detector.asDetector()), Served.only(pose.asPose()));
    }

    /** The same but for a slot. */
    LineUp with(Slot slot, Loaded<?, ?> live, Optional<Candidate> candidate) {
        return switch (slot) {
            case DETECTOR ->
                new LineUp(
                        new Served<>(
                                live.asDetector(),
                                candidate.map(tried ->
                                        new Served.Tried<>(tried.loaded.asDetector(), tried.share, tried.observer))),
                        pose);
            case POSE ->
                new LineUp(
                        detector,
                        new Served<>(
                                live.asPose(),
                                candidate.map(tried ->
                                        new Served.Tried<>(tried.loaded.asPose(), tried.share, tried.observer))));
        };
    }

    Served<?, ?> served(Slot slot) {
        return switch (slot) {
            case DETECTOR -> detector;
            case POSE -> pose;
        };
    }

    /** Tells those who watch a canary what became of a frame. */
    void fated(SkeletonFrame frame) {
        fated(detector.candidate(), frame);
        fated(pose.candidate(), frame);
    }

    private static <I, O> void fated(Optional<Served.Tried<I, O>> candidate, SkeletonFrame frame) {
        candidate
                .filter(Served.Tried::isCanary)
                .ifPresent(
                        tried -> tried.observer().fated(tried.takes(frame.id().camera()), frame));
    }

    /** Something is tried, be it as a shadow or a canary. */
    boolean isTrying() {
        return detector.candidate().isPresent() || pose.candidate().isPresent();
    }

    Set<Loaded<?, ?>> loaded() {
        return Stream.concat(detector.loaded(), pose.loaded()).collect(Collectors.toUnmodifiableSet());
    }

    /** Those whose answers are emitted. */
    List<ReleaseRef> emitting() {
        return Stream.concat(detector.emitting(), pose.emitting()).toList();
    }
}
