package io.posestream.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.posestream.schemas.Layouts;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RTMDet-nano and PP-TinyPose on photographs, from JPEG to skeletons; skipped where their files are not at hand. */
class PublishedModelsTest {
    private static final Path ASSETS = Path.of(System.getProperty("posestream.assets", "../../shared/assets"));
    private static final int NOSE = Layouts.UNIFIED_21.indexOf("nose");
    private static final int LEFT_ANKLE = Layouts.UNIFIED_21.indexOf("left_ankle");

    @TempDir
    static Path models;

    @BeforeAll
    static void importModels() {
        assumeThat(ASSETS)
                .as("models and photographs in " + ASSETS.toAbsolutePath().normalize())
                .isDirectory();
        ModelFolder folder = new ModelFolder(models);
        folder.importModel(ASSETS.resolve("detector/rtmdet-nano-person.onnx"), Slot.DETECTOR, Optional.empty());
        folder.importModel(ASSETS.resolve("teachers/pp-tinypose-256x192-coco17.onnx"), Slot.POSE, Optional.empty());
    }

    /** Where COCO's annotators saw the nose and the left ankle of the only person. */
    @ParameterizedTest
    @CsvSource({
        "coco/val/000000000785.jpg,367,81,466,362", // a skier
        "coco/val/000000005060.jpg,238,343,228,488", // a boy
    })
    void findsThePersonAndItsKeypoints(String picture, float noseX, float noseY, float ankleX, float ankleY)
            throws IOException {
        List<Person> persons = posed(picture);

        assertThat(persons).hasSize(1);
        Person person = persons.get(0);
        float height = person.box()[3] - person.box()[1];
        assertThat(person.score()).isGreaterThan(.5f);
        assertThat(person.score(NOSE)).isGreaterThan(.3f);
        assertThat(person.xPx(NOSE)).isCloseTo(noseX, within(.05f * height));
        assertThat(person.yPx(NOSE)).isCloseTo(noseY, within(.05f * height));
        assertThat(person.yPx(NOSE)).isLessThan(person.box()[1] + height / 3);
        assertThat(person.xPx(LEFT_ANKLE)).isCloseTo(ankleX, within(.1f * height));
        assertThat(person.yPx(LEFT_ANKLE)).isCloseTo(ankleY, within(.1f * height));
    }

    /** It is weak on everyday pictures: only that it is recognised and puts the head over the ankles. */
    @Test
    void takesEfficientPose() throws IOException {
        Path file = ASSETS.resolve("teachers/efficientpose-i-mpii16.onnx");
        assumeThat(file).isRegularFile();
        ModelFolder other = new ModelFolder(models.resolve("efficientpose"));

        assertThat(other.importModel(file, Slot.POSE, Optional.empty())
                        .contract()
                        .name())
                .isEqualTo("efficientpose");

        byte[] jpeg = Files.readAllBytes(ASSETS.resolve("coco/val/000000000785.jpg"));
        try (Detector detector = new ModelFolder(models).openDetector(Device.CPU, new Detector.Settings(.3, 64));
                PoseEstimator pose = other.openPose(Device.CPU, ModelFolder.Batches.DEFAULT);
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(jpeg)) {
            Person person = pose.estimate(List.of(new PoseEstimator.People(image, detector.detect(image))))
                    .get(0)
                    .get(0);
            assertThat(person.known().cardinality()).isEqualTo(16);
            assertThat(person.yPx(Layouts.UNIFIED_21.indexOf("head_top"))).isLessThan(person.yPx(LEFT_ANKLE) - 100);
        }
    }

    private static List<Person> posed(String picture) throws IOException {
        ModelFolder folder = new ModelFolder(models);
        byte[] jpeg = Files.readAllBytes(ASSETS.resolve(picture));
        try (Detector detector = folder.openDetector(Device.CPU, new Detector.Settings(.3, 64));
                PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT);
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(jpeg)) {
            return pose.estimate(List.of(new PoseEstimator.People(image, detector.detect(image))))
                    .get(0);
        }
    }
}
