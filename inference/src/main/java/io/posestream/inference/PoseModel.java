package io.posestream.inference;

import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import java.util.List;

record PoseModel(PoseEstimator pose) implements SlotModel<People, List<Person>> {
    @Override
    public List<List<Person>> run(List<People> batch) {
        return pose.estimate(batch);
    }

    @Override
    public int maxBatch() {
        return pose.maxBatch();
    }

    @Override
    public void close() {
        pose.close();
    }
}
