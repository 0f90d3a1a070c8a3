package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.PosePipeline.Ran;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two batchers over models of a few hundred bytes. */
class BatchedPipelineTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final float[][] TWO_ROWS = {{1, 2, 20, 30, .9f}, {30, 2, 60, 40, .8f}};

    @TempDir
    Path temp;

    private final CollectorRegistry registry = new CollectorRegistry();
    private LineUp lineUp;
    private ShadowLane shadow;

    @Test
    void findsAndPosesThePersonsOfAFrame() throws IOException {
        try (BatchedPipeline pipeline = pipeline();
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64))) {
            Ran<List<Detection>> detected = pipeline.turn(DOOR).detect(image);
            List<Detection> detections = detected.answer();
            Ran<List<Person>> posed = pipeline.turn(DOOR).pose(new People(image, detections));
            List<Person> persons = posed.answer();

            assertThat(detections).extracting(Detection::score).containsExactly(.9f, .8f);
            assertThat(persons).extracting(Person::score).containsExactly(.9f, .8f);
            assertThat(List.of(detected.by(), posed.by())).isEqualTo(lineUp.emitting());
            assertThat(pipeline.alive()).isTrue();
        }
    }

    @Test
    void showsItsQueuesAndRuns() throws IOException {
        try (BatchedPipeline pipeline = pipeline();
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64))) {
            pipeline.turn(DOOR).detect(image);
        }

        assertThat(sample("posestream_batch_queue", "slot", "detector")).isZero();
        assertThat(sample("posestream_batch_queue", "slot", "pose")).isZero();
        assertThat(sample("posestream_batch_frames_count", "slot", "detector")).isEqualTo(1);
    }

    @Test
    void onceClosedItIsNotAlive() throws IOException {
        BatchedPipeline pipeline = pipeline();
        pipeline.close();

        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64))) {
            assertThatThrownBy(() -> pipeline.turn(DOOR).detect(image))
                    .isInstanceOf(StalledException.class)
                    .hasMessage("detecting is closed");
        }
        assertThat(pipeline.alive()).isFalse();
    }

    private double sample(String name, String label, String value) {
        return registry.getSampleValue(name, new String[] {label}, new String[] {value});
    }

    private BatchedPipeline pipeline() throws IOException {
        ModelFolder folder = new ModelFolder(temp.resolve("models"));
        Path detector = Files.write(temp.resolve("detector"), OnnxGraphs.detector(64, 64, TWO_ROWS, 0, 0));
        Path pose = Files.write(temp.resolve("pose"), OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32));
        folder.importModel(detector, Slot.DETECTOR, Optional.empty());
        folder.importModel(pose, Slot.POSE, Optional.empty());
        Loader loader = new Loader(Device.CPU, 1, new Detector.Settings(.3, 64), 1, false);
        lineUp = LineUp.of(
                folder.with(Slot.DETECTOR, model -> loader.load(model, Optional.empty(), Pace.AT_ONCE)),
                folder.with(Slot.POSE, model -> loader.load(model, Optional.empty(), Pace.AT_ONCE)));
        LineUps lineUps = new LineUps(lineUp);
        shadow = new ShadowLane(lineUps, () -> false, new TimeShare(.2, System::nanoTime), Duration.ofSeconds(10));
        return new BatchedPipeline(lineUps, InferenceConfigTest.from(Map.of()), shadow, new InferenceMetrics(registry));
    }

    @AfterEach
    void closeModels() {
        shadow.close();
        lineUp.loaded().forEach(Loaded::close);
    }
}
