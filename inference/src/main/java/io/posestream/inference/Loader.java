package io.posestream.inference;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.Pace;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ReleaseRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Loads releases, copy by copy, and warms each copy up. One thread, another than those that pose frames.
 *
 * @param threads that a run uses on a CPU
 * @param lanes copies of each release, 1 or more
 * @param spares one copy more of each, for comparing
 */
record Loader(Device device, int threads, Detector.Settings settings, int lanes, boolean spares) {
    /**
     * Opens a model as often as it is used.
     *
     * @param golden what its publisher's copy said of the golden sample; empty if there was none
     * @param pace that it keeps
     * @throws io.posestream.inference.model.WarmUpException if it fails on a grey picture
     * @throws io.posestream.inference.model.GoldenSampleException if it answers the golden sample differently
     * @throws ModelException if it cannot be loaded
     */
    Loaded<?, ?> load(DescribedModel model, Optional<GoldenAnswer> golden, Pace pace) {
        try {
            ReleaseRef release = model.release();
            return switch (release.slot()) {
                case DETECTOR ->
                    loaded(release, copies(() -> {
                        Detector detector = model.openDetector(device, threads, settings, pace);
                        return checked(new DetectorModel(detector), () -> detector.check(golden, pace));
                    }));
                case POSE ->
                    loaded(release, copies(() -> {
                        var pose = model.openPose(device, threads, ModelFolder.Batches.DEFAULT, pace);
                        return checked(new PoseModel(pose), () -> pose.check(golden, pace));
                    }));
            };
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) { // its contract may ask for any size of an input
            throw new ModelException("cannot be loaded: " + e, e);
        }
    }

    private <I, O> Loaded<I, O> loaded(ReleaseRef release, List<? extends SlotModel<I, O>> copies) {
        return new Loaded<>(
                release, copies.subList(0, lanes), spares ? Optional.of(copies.get(lanes)) : Optional.empty());
    }

    private <M extends SlotModel<?, ?>> List<M> copies(Supplier<M> open) {
        List<M> copies = new ArrayList<>();
        boolean opened = false;
        try {
            while (copies.size() < lanes + (spares ? 1 : 0)) {
                copies.add(open.get());
            }
            opened = true;
            return copies;
        } finally {
            if (!opened) {
                copies.forEach(SlotModel::close);
            }
        }
    }

    private static <M extends SlotModel<?, ?>> M checked(M model, Runnable check) {
        boolean holds = false;
        try {
            check.run();
            holds = true;
            return model;
        } finally {
            if (!holds) {
                model.close();
            }
        }
    }
}
