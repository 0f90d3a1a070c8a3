package io.posestream.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Rollout.Candidate;
import io.posestream.schemas.Slot;
import io.posestream.schemas.TrialId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits on a hundred people and more in COCO's pictures, with PP-TinyPose; skipped where they are not at hand. */
class VetoesOnPhotographsTest {
    private static final Path ASSETS = Path.of(System.getProperty("posestream.assets", "../../shared/assets"));
    private static final Candidate CANDIDATE = Candidate.shadow(new ReleaseId(Slot.POSE, 2));
    private static final List<People> FRAMES = new ArrayList<>();

    @TempDir
    static Path models;

    private static List<List<Person>> live;

    @BeforeAll
    static void poseThem() throws IOException {
        assumeThat(ASSETS)
                .as("models and photographs in " + ASSETS.toAbsolutePath().normalize())
                .isDirectory();
        ModelFolder folder = new ModelFolder(models);
        folder.importModel(ASSETS.resolve("detector/rtmdet-nano-person.onnx"), Slot.DETECTOR, Optional.empty());
        try (Detector detector = folder.openDetector(Device.CPU, new Detector.Settings(.3, 64));
                Stream<Path> pictures = Files.list(ASSETS.resolve("coco/val"))) {
            for (Path picture : pictures.sorted().limit(40).toList()) {
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(Files.readAllBytes(picture));
                FRAMES.add(new People(image, detector.detect(image)));
            }
        }
        live = posed(Map.of());
    }

    @AfterAll
    static void closePictures() {
        FRAMES.forEach(frame -> frame.image().close());
    }

    /** Cut out a little closer: what changes is of the size of another training's differences. */
    @Test
    void aSlightlyOtherModelPasses() {
        assertThat(judged(posed(Map.of("box_padding", "1.15"))).vetoes()).isEmpty();
    }

    @Test
    void blueForRedIsSeenByHowItFits() {
        assertVetoed(judged(posed(Map.of("channel_order", "BGR"))), "oks_p5");
    }

    @Test
    void exchangedSidesAreSeen() {
        assertVetoed(judged(each(SimulatedAnswers::exchanged)), "exchanged");
    }

    @Test
    void eightPixelsAreSeen() {
        assertVetoed(judged(each(person -> SimulatedAnswers.shifted(person, 8))), "body_offset");
    }

    private static void assertVetoed(Judgement judgement, String rule) {
        assertThat(judgement.findings().stream().filter(Finding::isAgainst).map(Finding::rule))
                .as(judgement.findings().toString())
                .contains(rule);
    }

    private static List<List<Person>> each(UnaryOperator<Person> change) {
        return live.stream()
                .map(persons -> persons.stream().map(change).toList())
                .toList();
    }

    private static List<List<Person>> posed(Map<String, String> values) {
        ModelFolder folder = new ModelFolder(models);
        folder.importModel(
                ASSETS.resolve("teachers/pp-tinypose-256x192-coco17.onnx"), Slot.POSE, Optional.empty(), values);
        try (PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT)) {
            return pose.estimate(FRAMES);
        }
    }

    private static Judgement judged(List<List<Person>> candidate) {
        TrialTally tally = new TrialTally(new TrialId(CANDIDATE.release(), Optional.empty(), 0));
        for (int n = 0; n < live.size(); n++) {
            tally.comparedPoses(live.get(n), candidate.get(n));
        }
        return VetoesTest.judged(CANDIDATE, tally);
    }
}
