package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.PosePipeline.Turn;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.inference.model.Pictures;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of models of a few hundred bytes. */
class CpuPipelineTest {
    private static final float[][] TWO_ROWS = {{1, 2, 20, 30, .9f}, {30, 2, 60, 40, .8f}};
    private static final Detector.Settings SETTINGS = new Detector.Settings(.3, 64);

    @TempDir
    private Path temp;

    private final CollectorRegistry registry = new CollectorRegistry();
    private ModelFolder folder;

    @BeforeEach
    void importModels() throws IOException {
        folder = new ModelFolder(temp.resolve("models"));
        Path detector = Files.write(temp.resolve("detector"), OnnxGraphs.detector(64, 64, TWO_ROWS, 0, 0));
        Path pose = Files.write(temp.resolve("pose"), OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32));
        folder.importModel(detector, Slot.DETECTOR, Optional.empty());
        folder.importModel(pose, Slot.POSE, Optional.empty());
    }

    @Test
    void findsAndPosesThePersonsOfAFrameAndTellsTheRunTimes() {
        try (CpuPipeline pipeline = pipeline(1);
                Turn turn = pipeline.turn();
                Image image = image()) {
            PosePipeline.Ran<List<Detection>> detected = turn.detect(image);
            PosePipeline.Ran<List<Person>> posed = turn.pose(new People(image, detected.answer()));

            assertThat(detected.answer()).extracting(Detection::score).containsExactly(.9f, .8f);
            assertThat(posed.answer()).extracting(Person::score).containsExactly(.9f, .8f);
            assertThat(detected.runMicros()).isPositive();
            assertThat(pipeline.releases()).extracting(ReleaseRef::slot).containsExactly(Slot.DETECTOR, Slot.POSE);
            assertThat(pipeline.alive()).isTrue();
        }
        assertThat(runs("detector")).isEqualTo(1);
        assertThat(runs("pose")).isEqualTo(1);
    }

    @Test
    void asManyFramesAsThereArePairsHaveTheirTurn() throws InterruptedException, ExecutionException, TimeoutException {
        try (CpuPipeline pipeline = pipeline(2)) {
            Turn first = pipeline.turn();
            Turn second = pipeline.turn();
            CompletableFuture<Turn> third = CompletableFuture.supplyAsync(pipeline::turn);
            await().until(() -> waiting() == 1);
            assertThat(third).isNotDone();

            first.close();

            third.get(10, TimeUnit.SECONDS).close();
            second.close();
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void aFailureIsThatFramesAndThePairGoesOn() {
        try (CpuPipeline pipeline = pipeline(1)) {
            try (Turn turn = pipeline.turn()) {
                assertThatThrownBy(() -> turn.pose(null)).isInstanceOf(BatchFailedException.class);
            }
            try (Turn turn = pipeline.turn();
                    Image image = image()) {
                assertThat(turn.detect(image).answer()).hasSize(2);
            }
            assertThat(pipeline.alive()).isTrue();
        }
    }

    @Test
    void aRunThatDoesNotEndMakesItDeadForWhoeverWaits() {
        HangingModels models = new HangingModels();
        CpuPipeline pipeline = new CpuPipeline(List.of(models), Duration.ofMillis(50), new InferenceMetrics(registry));
        assertThat(pipeline.alive()).isTrue();
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            try (Turn turn = pipeline.turn()) {
                turn.detect(null);
            }
        });

        await().until(() -> !pipeline.alive());
        assertThatThrownBy(pipeline::turn)
                .isInstanceOf(StalledException.class)
                .hasMessage("a model has not answered for 50 ms");

        pipeline.close();
        assertThat(models.closed).as("not under its run").isFalse();
        models.goOn.countDown();
    }

    private static final class HangingModels implements CpuPipeline.Models {
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean closed;

        @Override
        public List<Detection> detect(Image image) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }

        @Override
        public List<Person> pose(People people) {
            return List.of();
        }

        @Override
        public List<ReleaseRef> releases() {
            return FakePipeline.RELEASES;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void onceClosedItGivesNoTurn() {
        CpuPipeline pipeline = pipeline(1);
        pipeline.close();

        assertThatThrownBy(pipeline::turn).isInstanceOf(StalledException.class).hasMessage("the models are closed");
        assertThat(pipeline.alive()).isFalse();
    }

    @Test
    void theModelsOfAFolderAreOpenedAsOften() {
        List<ModelPair> pairs = ModelPair.open(folder, Device.CPU, SETTINGS, 3);

        assertThat(pairs)
                .hasSize(3)
                .extracting(ModelPair::releases)
                .containsOnly(pairs.get(0).releases());
        pairs.forEach(ModelPair::close);
    }

    @Test
    void aFolderWithoutAPoseNetworkOpensNothing() throws IOException {
        Files.delete(temp.resolve("models").resolve("pose.onnx"));

        assertThatThrownBy(() -> ModelPair.open(folder, Device.CPU, SETTINGS, 2))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("pose.onnx");
    }

    private CpuPipeline pipeline(int pairs) {
        return new CpuPipeline(
                ModelPair.open(folder, Device.CPU, SETTINGS, pairs),
                Duration.ofSeconds(10),
                new InferenceMetrics(registry));
    }

    private static Image image() {
        return new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64));
    }

    private double waiting() {
        return sample("posestream_batch_queue", "detector");
    }

    private double runs(String slot) {
        return sample("posestream_batch_frames_count", slot);
    }

    private double sample(String name, String slot) {
        return registry.getSampleValue(name, new String[] {"slot"}, new String[] {slot});
    }
}
