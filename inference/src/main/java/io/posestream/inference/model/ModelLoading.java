package io.posestream.inference.model;

import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a model is opened that is used several times at a time: copy by copy, each warmed up. One thread.
 *
 * @param golden what it said of the golden sample where it was published, which the first copy has to say, too; empty if
 *     nobody knows
 * @param threads that a run uses on a CPU
 * @param pace that it keeps: before each copy is loaded, and before each time that it runs
 */
public record ModelLoading(DescribedModel model, Optional<GoldenAnswer> golden, Device device, int threads, Pace pace) {
    /**
     * Opens a detector.
     *
     * @throws WarmUpException if it fails on a grey picture
     * @throws GoldenSampleException if it answers the golden sample differently
     * @throws ModelException if it cannot be loaded; nothing stays open, in either case
     */
    public List<Detector> detectors(int copies, Detector.Settings settings) {
        ModelFile file = file(Slot.DETECTOR);
        ReleaseRef release = model.release();
        return copies(
                copies,
                () -> file.openDetector(release, device, threads, settings, pace),
                detector -> golden.ifPresent(
                        published -> GoldenComparison.requireSamePersons(published, GoldenSample.askedOf(detector))));
    }

    /** As {@link #detectors}. */
    public List<PoseEstimator> poses(int copies, ModelFolder.Batches batches) {
        ModelFile file = file(Slot.POSE);
        ReleaseRef release = model.release();
        return copies(
                copies,
                () -> new PoseEstimator(file.openPose(release, device, threads, batches, pace)),
                pose -> golden.ifPresent(published ->
                        GoldenComparison.requireSamePose(published, GoldenSample.askedOf(pose.network()))));
    }

    private ModelFile file(Slot slot) {
        ModelFile file = new ModelFile(model.bytes(), Description.own(model.contract()));
        file.require(slot);
        return file;
    }

    private <M extends AutoCloseable> List<M> copies(int wanted, Supplier<M> open, Consumer<M> check) {
        List<M> copies = new ArrayList<>();
        boolean opened = false;
        try {
            while (copies.size() < wanted) {
                pace.await();
                copies.add(open.get());
                if (copies.size() == 1) {
                    pace.await();
                    check.accept(copies.get(0));
                }
            }
            opened = true;
            return List.copyOf(copies);
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) { // its contract may ask for an input of any size
            throw new ModelException("cannot be loaded: " + e, e);
        } finally {
            if (!opened) {
                copies.forEach(ModelLoading::close);
            }
        }
    }

    private static void close(AutoCloseable model) {
        try {
            model.close();
        } catch (Exception e) { // neither of the two throws any
            throw new IllegalStateException(e);
        }
    }
}
