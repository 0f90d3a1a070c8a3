package io.posestream.inference;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.ModelLoading;
import io.posestream.inference.model.Pace;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ReleaseRef;
import java.util.List;
import java.util.Optional;

/**
 * Opens releases for all who use them at a time in this worker. One thread, another than those that pose frames.
 *
 * @param threads that a run uses on a CPU
 * @param lanes frames that are computed at a time, 1 or more
 * @param compares one more of each is opened, for comparing
 */
record Loader(Device device, int threads, Detector.Settings settings, int lanes, boolean compares) {
    /** As a worker's settings want it. */
    static Loader of(InferenceConfig config, boolean compares) {
        Device device = ModelFolder.usable(config.device());
        int lanes = device == Device.CPU ? config.cpuFrames() : 1;
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / lanes);
        return new Loader(
                device, threads, new Detector.Settings(config.minScore(), config.maxPersons()), lanes, compares);
    }

    /**
     * Loads a model and warms it up.
     *
     * @param golden what it said of the golden sample where it was published; empty if nobody knows
     * @throws ModelException as {@link ModelLoading} tells
     */
    Loaded<?, ?> load(DescribedModel model, Optional<GoldenAnswer> golden, Pace pace) {
        ModelLoading loading = new ModelLoading(model, golden, device, threads, pace);
        int copies = lanes + (compares ? 1 : 0);
        return switch (model.contract().slot()) {
            case DETECTOR -> {
                List<Detector> detectors = loading.detectors(copies, settings);
                yield loaded(
                        detectors.get(0).release(),
                        detectors.stream().map(DetectorModel::new).toList());
            }
            case POSE -> {
                var poses = loading.poses(copies, ModelFolder.Batches.DEFAULT);
                yield loaded(
                        poses.get(0).release(),
                        poses.stream().map(PoseModel::new).toList());
            }
        };
    }

    private <I, O> Loaded<I, O> loaded(ReleaseRef release, List<? extends SlotModel<I, O>> copies) {
        return new Loaded<>(
                release, copies.subList(0, lanes), compares ? Optional.of(copies.get(lanes)) : Optional.empty());
    }

    /** How much of a device's time may be compared with: the lanes of a CPU have one each, a GPU has one. */
    double shadowShare() {
        return ShadowLane.SHARE * lanes;
    }
}
