package io.posestream.trainer.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.FlipTest;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.PoseNetwork;
import io.posestream.schemas.KeypointLayout;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published teachers on people in photographs: what the student is told is what serving would say. Skipped where
 * they are not at hand. More people: {@code mvn … -Dposestream.people=50}.
 */
class PublishedTeachersTest {
    private static final Path ASSETS = Path.of(System.getProperty("posestream.assets", "../../shared/assets"));
    private static final int FEW = 3;
    private static final int PEOPLE = Integer.getInteger("posestream.people", FEW);
    private static final KeypointLayout LAYOUT = Layouts.UNIFIED_21;
    private static final StudentBins STUDENT = new StudentBins(LAYOUT, 192, 256);
    private static final OnnxTeacher.Settings SETTINGS = new OnnxTeacher.Settings(ScoreRamp.MPII, FlipTest.NONE, false);
    private static final double SURE = .5;
    /** Along both axes. */
    private static final double HALF_A_BIN_PX = Math.hypot(.25, .25) + 1e-3;

    /** The person's box, padded, turned and mirrored. */
    private record View(double rotation, boolean mirrored) {
        Crop of(float[] box, int widthPx, int heightPx) {
            double centreX = (box[0] + box[2]) / 2;
            double centreY = (box[1] + box[3]) / 2;
            double width = (box[2] - box[0]) * ModelContract.USUAL_BOX_PADDING;
            double height = (box[3] - box[1]) * ModelContract.USUAL_BOX_PADDING;
            return Crop.around(centreX, centreY, width, height, rotation, mirrored, widthPx, heightPx);
        }
    }

    private static final List<View> VIEWS =
            List.of(new View(0, false), new View(25, false), new View(0, true), new View(-40, true));

    @ParameterizedTest
    @ValueSource(strings = {"pp-tinypose-256x192-coco17", "efficientpose-i-mpii16", "efficientpose-ii-mpii16"})
    void saysWhatServingSays(String name) throws IOException {
        Path file = ASSETS.resolve("teachers/" + name + ".onnx");
        assumeThat(file).as("a teacher").isRegularFile();
        assumeThat(PEOPLE > FEW || !name.contains("-ii-"))
                .as("the slow one only for more people than " + FEW)
                .isTrue();
        List<Double> distancesPx = new ArrayList<>();
        List<double[]> mirroredPx = new ArrayList<>();
        try (OnnxTeacher teacher = OnnxTeacher.open(name, file, Optional.empty(), Device.CPU, 1, SETTINGS, STUDENT);
                PoseNetwork serving = PoseNetwork.open(file, Optional.empty(), Device.CPU, 1)) {
            for (Sample sample : people()) {
                byte[] jpeg = Files.readAllBytes(sample.image());
                try (Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(jpeg)) {
                    for (View view : VIEWS) {
                        distancesPx.addAll(fromServing(teacher, serving, sample, image, view));
                    }
                    mirroredPx.addAll(fromMirrored(teacher, sample, image));
                }
            }
        }
        assertThat(distancesPx).hasSizeGreaterThan(20 * PEOPLE);
        assertThat(distancesPx.stream().filter(px -> px > HALF_A_BIN_PX)).isEmpty();
        // PP-TinyPose tells places in steps of two pixels; no side is favoured.
        assertThat(mirroredPx).hasSizeGreaterThan(2 * PEOPLE);
        assertThat(median(mirroredPx.stream().map(d -> Math.hypot(d[0], d[1])).toList()))
                .isLessThan(4);
        assertThat(mirroredPx.stream().mapToDouble(d -> d[0]).average().orElseThrow())
                .isBetween(-1.5, 1.5);
    }

    private static List<Double> fromServing(
            OnnxTeacher teacher, PoseNetwork serving, Sample sample, Image image, View view) {
        ModelContract contract = serving.contract();
        Crop students = view.of(sample.box(), 192, 256);
        Crop served = view.of(sample.box(), contract.widthPx(), contract.heightPx());
        Answer answer = teacher.answer(sample, image, students);
        float[] keypoints =
                serving.keypoints(image, List.of(served), FlipTest.NONE).get(0);
        List<Double> distances = new ArrayList<>();
        for (int k = 0; k < contract.keypoints().size(); k++) {
            int ours = LAYOUT.indexOf(contract.keypoints().get(k));
            if (answer.weights()[ours] > 0) {
                double[] place = students.toCrop(keypoints[3 * k], keypoints[3 * k + 1]);
                distances.add(distance(answer, ours, place[0], place[1]));
            }
        }
        return distances;
    }

    /** How far off x and y are. In a mirror the left wrist is where the right one was, on the other side of the middle. */
    private static List<double[]> fromMirrored(OnnxTeacher teacher, Sample sample, Image image) {
        Crop view = VIEWS.get(1).of(sample.box(), 192, 256);
        Answer plain = teacher.answer(sample, image, view);
        Answer mirrored = teacher.answer(sample, image, view.mirror());
        int[] other = LAYOUT.flipIndices();
        List<double[]> distances = new ArrayList<>();
        for (int k = 0; k < LAYOUT.size(); k++) {
            if (plain.weights()[k] > SURE && mirrored.weights()[other[k]] > SURE) {
                double x = argmax(plain.x(), k, 384) / 2.0;
                double y = argmax(plain.y(), k, 512) / 2.0;
                distances.add(new double[] {
                    argmax(mirrored.x(), other[k], 384) / 2.0 - (192 - x), argmax(mirrored.y(), other[k], 512) / 2.0 - y
                });
            }
        }
        return distances;
    }

    private static double distance(Answer answer, int keypoint, double xPx, double yPx) {
        return Math.hypot(argmax(answer.x(), keypoint, 384) / 2.0 - xPx, argmax(answer.y(), keypoint, 512) / 2.0 - yPx);
    }

    private static int argmax(float[] masses, int keypoint, int bins) {
        int best = 0;
        for (int i = 0; i < bins; i++) {
            best = masses[keypoint * bins + i] > masses[keypoint * bins + best] ? i : best;
        }
        return best;
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** From every so many photographs the person that the detector was surest of. */
    private static List<Sample> people() throws IOException {
        Path photos = ASSETS.resolve("photos");
        JsonNode index =
                new ObjectMapper().readTree(photos.resolve("index.json").toFile());
        List<Sample> people = new ArrayList<>();
        for (int n = 0; n < PEOPLE; n++) {
            JsonNode photo = index.get(n * (index.size() / PEOPLE));
            JsonNode box = photo.path("boxes").get(0);
            float[] sides = {
                (float) box.get(0).asDouble(),
                (float) box.get(1).asDouble(),
                (float) box.get(2).asDouble(),
                (float) box.get(3).asDouble()
            };
            Path file = photos.resolve("images").resolve(photo.path("file").asText());
            people.add(new Sample("" + n, file, sides, Layouts.COCO_17, new float[51]));
        }
        return people;
    }
}
