package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.inference.model.Pictures;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two batchers over models of a few hundred bytes. */
class BatchedPipelineTest {
    private static final float[][] TWO_ROWS = {{1, 2, 20, 30, .9f}, {30, 2, 60, 40, .8f}};

    @TempDir
    Path temp;

    private final CollectorRegistry registry = new CollectorRegistry();

    @Test
    void findsAndPosesThePersonsOfAFrame() throws IOException {
        try (BatchedPipeline pipeline = pipeline();
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64))) {
            List<Detection> detections = pipeline.turn().detect(image).answer();
            List<Person> persons =
                    pipeline.turn().pose(new People(image, detections)).answer();

            assertThat(detections).extracting(Detection::score).containsExactly(.9f, .8f);
            assertThat(persons).extracting(Person::score).containsExactly(.9f, .8f);
            assertThat(pipeline.releases()).extracting(ReleaseRef::slot).containsExactly(Slot.DETECTOR, Slot.POSE);
            assertThat(pipeline.alive()).isTrue();
        }
    }

    @Test
    void showsItsQueuesRunsAndReleases() throws IOException {
        ReleaseRef detector;
        try (BatchedPipeline pipeline = pipeline();
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64))) {
            detector = pipeline.releases().get(0);
            pipeline.turn().detect(image);
        }

        assertThat(sample("posestream_batch_queue", "slot", "detector")).isZero();
        assertThat(sample("posestream_batch_queue", "slot", "pose")).isZero();
        assertThat(sample("posestream_batch_frames_count", "slot", "detector")).isEqualTo(1);
        assertThat(registry.getSampleValue(
                        "posestream_release_info",
                        new String[] {"slot", "name", "sha256"},
                        new String[] {"detector", "rtmdet", detector.sha256()}))
                .isEqualTo(1);
    }

    @Test
    void onceClosedItIsNotAlive() throws IOException {
        BatchedPipeline pipeline = pipeline();
        pipeline.close();

        try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Pictures.jpeg(64, 64))) {
            assertThatThrownBy(() -> pipeline.turn().detect(image))
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
        Detector opened = folder.openDetector(Device.CPU, new Detector.Settings(.3, 64));
        PoseEstimator estimator = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT);
        return new BatchedPipeline(
                new ModelPair(opened, estimator), InferenceConfigTest.from(Map.of()), new InferenceMetrics(registry));
    }
}
