package io.posestream.inference;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * {@link PosePipeline} for a GPU, which gains by batches: over two batchers, which all stream threads share. The batch
 * forms across the threads that wait. Each batch takes its models from the line-up of that moment.
 */
final class BatchedPipeline implements PosePipeline {
    private final Batcher<Asked<Image>, Ran<List<Detection>>> detecting;
    private final Batcher<Asked<People>, Ran<List<Person>>> posing;
    private final LineUps lineUps;
    private final ShadowLane shadow;

    /** Uses the models of the line-ups, the first copy of each; they stay their owner's. */
    BatchedPipeline(LineUps lineUps, InferenceConfig config, ShadowLane shadow, InferenceMetrics metrics) {
        this.lineUps = lineUps;
        this.shadow = shadow;
        int waiting = config.streamThreads();
        this.detecting = new Batcher<>(
                "detecting",
                new Batcher.Limits(Duration.ZERO, waiting, config.batchTimeLimit()),
                metrics.observer(Slot.DETECTOR),
                new LiveModel<>(lineUps, LineUp::detector, image -> 1));
        this.posing = new Batcher<>(
                "posing",
                new Batcher.Limits(config.batchWait(), waiting, config.batchTimeLimit()),
                metrics.observer(Slot.POSE),
                new LiveModel<>(
                        lineUps, LineUp::pose, people -> people.detections().size()));
        metrics.queues(detecting::queued, posing::queued);
    }

    /** All frames have their turn at once. */
    @Override
    public Turn turn(CameraId camera) {
        return new Turn() {
            @Override
            public Ran<List<Detection>> detect(Image image) {
                return detecting.run(new Asked<>(camera, image));
            }

            @Override
            public Ran<List<Person>> pose(People people) {
                return posing.run(new Asked<>(camera, people));
            }

            @Override
            public void answered(Image image, Ran<List<Detection>> detected, Optional<Ran<List<Person>>> posed) {
                shadow.offer(new ShadowLane.Seen(camera, image, detected, posed));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void fated(SkeletonFrame frame) {
        lineUps.current().fated(frame);
    }

    @Override
    public boolean frameWaits() {
        return detecting.queued() > 0 || posing.queued() > 0;
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

    private record Asked<I>(CameraId camera, I input) {}

    /** What serves in a slot at the moment of a batch: the batcher need not know of releases. */
    private static final class LiveModel<I, O> implements Batcher.Model<Asked<I>, Ran<O>> {
        private final LineUps lineUps;
        private final LineUps.Use use;
        private final Function<LineUp, Served<I, O>> slot;
        private final ToIntFunction<I> weight;

        private LiveModel(LineUps lineUps, Function<LineUp, Served<I, O>> slot, ToIntFunction<I> weight) {
            this.lineUps = lineUps;
            this.use = lineUps.newUse();
            this.slot = slot;
            this.weight = weight;
        }

        @Override
        public List<Ran<O>> run(List<Asked<I>> batch) {
            Served<I, O> served = slot.apply(use.begin());
            try {
                return Answering.answers(
                        served,
                        0,
                        batch.stream().map(Asked::camera).toList(),
                        batch.stream().map(Asked::input).toList());
            } finally {
                use.end();
            }
        }

        @Override
        public int weight(Asked<I> asked) {
            return weight.applyAsInt(asked.input);
        }

        @Override
        public int maxBatch() {
            return slot.apply(lineUps.current()).live().lane(0).maxBatch();
        }

        @Override
        public void close() {}
    }
}
