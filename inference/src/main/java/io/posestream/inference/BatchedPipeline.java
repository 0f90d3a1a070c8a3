package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.List;

/** {@link PosePipeline} over two batchers, which all stream threads share. */
final class BatchedPipeline implements PosePipeline, AutoCloseable {
    private final Batcher<Image, List<Detection>> detecting;
    private final Batcher<People, List<Person>> posing;
    private final List<ReleaseRef> releases;

    /** Takes the models over. */
    BatchedPipeline(Detector detector, PoseEstimator pose, InferenceConfig config, InferenceMetrics metrics) {
        this.releases = List.of(detector.release(), pose.release());
        int waiting = config.streamThreads();
        this.detecting = new Batcher<>(
                "detecting",
                // A detector's graph takes one frame a run.
                new Batcher.Limits(1, Duration.ZERO, waiting, config.batchTimeLimit()),
                metrics.observer(Slot.DETECTOR),
                new DetectorModel(detector));
        this.posing = new Batcher<>(
                "posing",
                new Batcher.Limits(Math.max(1, pose.maxBatch()), config.batchWait(), waiting, config.batchTimeLimit()),
                metrics.observer(Slot.POSE),
                new PoseModel(pose));
        metrics.queues(detecting::queued, posing::queued);
        metrics.releases(releases);
    }

    @Override
    public List<Detection> detect(Image image) {
        return detecting.run(image);
    }

    @Override
    public List<Person> pose(People people) {
        return posing.run(people);
    }

    @Override
    public List<ReleaseRef> releases() {
        return releases;
    }

    boolean alive() {
        return detecting.alive() && posing.alive();
    }

    @Override
    public void close() {
        detecting.close();
        posing.close();
    }

    private record DetectorModel(Detector detector) implements Batcher.Model<Image, List<Detection>> {
        @Override
        public List<List<Detection>> run(List<Image> batch) {
            return batch.stream().map(detector::detect).toList();
        }

        @Override
        public int weight(Image image) {
            return 1;
        }

        @Override
        public void close() {
            detector.close();
        }
    }

    private record PoseModel(PoseEstimator pose) implements Batcher.Model<People, List<Person>> {
        @Override
        public List<List<Person>> run(List<People> batch) {
            return pose.estimate(batch);
        }

        /** Its crops. */
        @Override
        public int weight(People people) {
            return people.detections().size();
        }

        @Override
        public void close() {
            pose.close();
        }
    }
}
