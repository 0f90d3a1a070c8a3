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
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.inference.model.Pace;
import io.posestream.inference.model.Pictures;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of a few hundred bytes, and some that hang. */
class CpuPipelineTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final float[][] TWO_ROWS = {{1, 2, 20, 30, .9f}, {30, 2, 60, 40, .8f}};
    private static final Detector.Settings SETTINGS = new Detector.Settings(.3, 64);

    @TempDir
    private Path temp;

    private final CollectorRegistry registry = new CollectorRegistry();
    private ModelFolder folder;
    private LineUp lineUp;
    private ShadowLane shadow;

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
                Turn turn = pipeline.turn(DOOR);
                Image image = image()) {
            PosePipeline.Ran<List<Detection>> detected = turn.detect(image);
            PosePipeline.Ran<List<Person>> posed = turn.pose(new People(image, detected.answer()));

            assertThat(detected.answer()).extracting(Detection::score).containsExactly(.9f, .8f);
            assertThat(posed.answer()).extracting(Person::score).containsExactly(.9f, .8f);
            assertThat(detected.runMicros()).isPositive();
            assertThat(List.of(detected.by(), posed.by())).isEqualTo(lineUp.emitting());
            assertThat(pipeline.alive()).isTrue();
        }
        assertThat(runs("detector")).isEqualTo(1);
        assertThat(runs("pose")).isEqualTo(1);
    }

    @Test
    void asManyFramesAsThereAreLanesHaveTheirTurn() throws InterruptedException, ExecutionException, TimeoutException {
        try (CpuPipeline pipeline = pipeline(2)) {
            Turn first = pipeline.turn(DOOR);
            Turn second = pipeline.turn(DOOR);
            CompletableFuture<Turn> third = CompletableFuture.supplyAsync(() -> pipeline.turn(DOOR));
            await().until(() -> waiting() == 1);
            assertThat(third).isNotDone();

            first.close();

            third.get(10, TimeUnit.SECONDS).close();
            second.close();
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void aFailureIsThatFramesAndTheLaneGoesOn() {
        try (CpuPipeline pipeline = pipeline(1)) {
            try (Turn turn = pipeline.turn(DOOR)) {
                assertThatThrownBy(() -> turn.pose(null)).isInstanceOf(BatchFailedException.class);
            }
            try (Turn turn = pipeline.turn(DOOR);
                    Image image = image()) {
                assertThat(turn.detect(image).answer()).hasSize(2);
            }
            assertThat(pipeline.alive()).isTrue();
        }
    }

    @Test
    void aRunThatDoesNotEndMakesItDeadForWhoeverWaits() {
        CountDownLatch goOn = new CountDownLatch(1);
        var hanging = StampedModels.detector(1, 1);
        hanging.whileRunning = () -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        CpuPipeline pipeline =
                pipeline(LineUp.of(hanging.loaded, StampedModels.pose(1, 1).loaded), 1, Duration.ofMillis(50));
        assertThat(pipeline.alive()).isTrue();
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            try (Turn turn = pipeline.turn(DOOR)) {
                turn.detect(Image.of(1, 1, new byte[3]));
            }
        });

        await().until(() -> !pipeline.alive());
        assertThatThrownBy(() -> pipeline.turn(DOOR))
                .isInstanceOf(StalledException.class)
                .hasMessage("a model has not answered for 50 ms");

        pipeline.close();
        assertThat(hanging.isOpen()).as("not under its run").isTrue();
        goOn.countDown();
    }

    @Test
    void onceClosedItGivesNoTurn() {
        CpuPipeline pipeline = pipeline(1);
        pipeline.close();

        assertThatThrownBy(() -> pipeline.turn(DOOR))
                .isInstanceOf(StalledException.class)
                .hasMessage("the models are closed");
        assertThat(pipeline.alive()).isFalse();
    }

    private CpuPipeline pipeline(int lanes) {
        Loader loader = new Loader(Device.CPU, 1, SETTINGS, lanes, false);
        lineUp = LineUp.of(
                folder.with(Slot.DETECTOR, model -> loader.load(model, Optional.empty(), Pace.AT_ONCE)),
                folder.with(Slot.POSE, model -> loader.load(model, Optional.empty(), Pace.AT_ONCE)));
        return pipeline(lineUp, lanes, Duration.ofSeconds(10));
    }

    private CpuPipeline pipeline(LineUp models, int lanes, Duration timeLimit) {
        LineUps lineUps = new LineUps(models);
        shadow = new ShadowLane(lineUps, () -> false, new TimeShare(.2, System::nanoTime), timeLimit);
        return new CpuPipeline(lineUps, lanes, timeLimit, shadow, new InferenceMetrics(registry));
    }

    @AfterEach
    void closeModels() {
        shadow.close();
        if (lineUp != null) {
            lineUp.loaded().forEach(Loaded::close);
        }
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
