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
import java.util.concurrent.TimeUnit;

/**
 * {@link PosePipeline} for a GPU, which gains by batches: over two batchers, which all stream threads share. The batch
 * forms across the threads that wait.
 */
final class BatchedPipeline implements PosePipeline {
    private final Batcher<Image, List<Detection>> detecting;
    private final Batcher<People, List<Person>> posing;
    private final List<ReleaseRef> releases;

    /** Takes the models over. */
    BatchedPipeline(ModelPair models, InferenceConfig config, InferenceMetrics metrics) {
        this.releases = models.releases();
        PoseEstimator pose = models.pose();
        int waiting = config.streamThreads();
        this.detecting = new Batcher<>(
                "detecting",
                // A detector's graph takes one frame a run.
                new Batcher.Limits(1, Duration.ZERO, waiting, config.batchTimeLimit()),
                metrics.observer(Slot.DETECTOR),
                new DetectorModel(models.detector()));
        this.posing = new Batcher<>(
                "posing",
                new Batcher.Limits(Math.max(1, pose.maxBatch()), config.batchWait(), waiting, config.batchTimeLimit()),
                metrics.observer(Slot.POSE),
                new PoseModel(pose));
        metrics.queues(detecting::queued, posing::queued);
        metrics.releases(releases);
    }

    /** All frames have their turn at once. */
    @Override
    public Turn turn() {
        return new Turn() {
            @Override
            public Ran<List<Detection>> detect(Image image) {
                return ran(detecting.run(image));
            }

            @Override
            public Ran<List<Person>> pose(People people) {
                return ran(posing.run(people));
            }

            @Override
            public void close() {}
        };
    }

    private static <T> Ran<T> ran(Batcher.Answer<T> answer) {
        return new Ran<>(answer.value(), TimeUnit.NANOSECONDS.toMicros(answer.runNanos()));
    }

    @Override
    public List<ReleaseRef> releases() {
        return releases;
    }

    @Override
    public boolean alive() {
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
