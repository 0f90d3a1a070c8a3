package io.posestream.inference.model;

import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How a model is opened that several threads use at a time: loaded and warmed up once, with buffers for each,
 * where they run it on one thread of a CPU each; else as often as it is used. One thread.
 *
 * @param golden what it said of the golden sample where it was published, which it has to say here, too; empty if nobody knows
 * @param threads that a run uses on a CPU
 * @param pace that it keeps: before each time that it is loaded, and that it runs
 */
public record ModelLoading(DescribedModel model, Optional<GoldenAnswer> golden, Device device, int threads, Pace pace) {
    /**
     * Opens a detector.
     *
     * @param copies for a thread each
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
                Detector::another,
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
                PoseEstimator::another,
                pose -> golden.ifPresent(published ->
                        GoldenComparison.requireSamePose(published, GoldenSample.askedOf(pose.network()))));
    }

    private ModelFile file(Slot slot) {
        ModelFile file = new ModelFile(model.bytes(), Description.own(model.contract()));
        file.require(slot);
        return file;
    }

    private <M extends AutoCloseable> List<M> copies(
            int wanted, Supplier<M> open, UnaryOperator<M> another, Consumer<M> check) {
        List<M> copies = new ArrayList<>();
        boolean opened = false;
        try {
            pace.await();
            copies.add(open.get());
            pace.await();
            check.accept(copies.get(0));
            while (copies.size() < wanted) {
                if (isShared()) {
                    copies.add(another.apply(copies.get(0)));
                } else {
                    pace.await();
                    copies.add(open.get());
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

    /**
     * Threads that run one loaded network at a time would share its further threads, and on a GPU its stream: there each
     * has its own.
     */
    private boolean isShared() {
        return device == Device.CPU && threads == 1;
    }

    private static void close(AutoCloseable model) {
        try {
            model.close();
        } catch (Exception e) { // neither of the two throws any
            throw new IllegalStateException(e);
        }
    }
}
