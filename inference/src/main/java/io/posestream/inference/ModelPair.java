package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import java.util.ArrayList;
import java.util.List;

/** A detector and a pose network, loaded and warm. One thread at a time. */
record ModelPair(Detector detector, PoseEstimator pose) implements CpuPipeline.Models {
    /** @throws ModelException if a model of the folder cannot be served */
    static ModelPair open(ModelFolder folder, Device device, Detector.Settings settings) {
        Detector detector = folder.openDetector(device, settings);
        try {
            return new ModelPair(detector, folder.openPose(device, ModelFolder.Batches.DEFAULT));
        } catch (RuntimeException e) {
            detector.close();
            throw e;
        }
    }

    /**
     * Several of the same releases.
     *
     * @throws ModelException if a model cannot be served, or the folder's models change meanwhile
     */
    static List<ModelPair> open(ModelFolder folder, Device device, Detector.Settings settings, int count) {
        List<ModelPair> pairs = new ArrayList<>();
        boolean opened = false;
        try {
            while (pairs.size() < count) {
                pairs.add(open(folder, device, settings));
            }
            if (pairs.stream().map(ModelPair::releases).distinct().count() > 1) {
                throw new ModelException("the models were exchanged while they were loaded; start again");
            }
            opened = true;
            return List.copyOf(pairs);
        } finally {
            if (!opened) {
                pairs.forEach(ModelPair::close);
            }
        }
    }

    @Override
    public List<Detection> detect(Image image) {
        return detector.detect(image);
    }

    @Override
    public List<Person> pose(People people) {
        return pose.estimate(List.of(people)).get(0);
    }

    @Override
    public List<ReleaseRef> releases() {
        return List.of(detector.release(), pose.release());
    }

    @Override
    public void close() {
        detector.close();
        pose.close();
    }
}
