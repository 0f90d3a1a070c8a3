package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.rollout.TrialObserver;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, a line each. */
final class RecordedTrial implements TrialObserver {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void comparedPoses(List<Person> live, List<Person> candidate) {
        told.add("poses " + scores(live.stream().map(Person::score).toList()) + " "
                + scores(candidate.stream().map(Person::score).toList()));
    }

    @Override
    public void comparedBoxes(List<Detection> live, List<Detection> candidate) {
        told.add("boxes " + scores(live.stream().map(Detection::score).toList()) + " "
                + scores(candidate.stream().map(Detection::score).toList()));
    }

    private static List<Integer> scores(List<Float> scores) {
        return scores.stream().map(Float::intValue).toList();
    }

    @Override
    public void timed(int items, long liveNanos, long candidateNanos) {
        told.add("timed " + items + (liveNanos >= 0 && candidateNanos >= 0 ? "" : " wrongly"));
    }

    @Override
    public void skipped() {
        told.add("skipped");
    }

    @Override
    public void failed(String message) {
        told.add("failed: " + message);
    }

    @Override
    public void fellBack(String message) {
        told.add("fell back: " + message);
    }

    @Override
    public void fated(boolean canary, SkeletonFrame frame) {
        told.add((canary ? "canary " : "live ") + frame.id().camera());
    }
}
