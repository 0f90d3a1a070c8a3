package io.posestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.JpegDecoder;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.PoseEstimator;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.CaptureClock;
import io.posestream.schemas.Fate;
import io.posestream.schemas.FrameId;
import io.posestream.schemas.Hops;
import io.posestream.schemas.Limits;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of one partition, all of the same picture, from offset 5 on; what is said of them is what a model says. */
final class ReloadCheckTest {
    private static final byte[] JPEG = TestPictures.jpeg(90);
    private static final ReleaseRef DETECTOR = new ReleaseRef(Slot.DETECTOR, "finder", "d".repeat(64));

    private static ReloadTruth truth;
    private static ReleaseRef plain;
    private static ReleaseRef shifted;
    private static List<Person> byPlain;
    private static List<Person> byShifted;

    private ReloadCheck check;

    @BeforeAll
    static void askBothModels(@TempDir Path folder) throws IOException {
        Path models = TinyModels.importedInto(folder);
        truth = ReloadTruth.of(models, List.of(TestPictures.jpeg(10), JPEG));
        ReloadReleases.Models both = ReloadReleases.Models.of(models);
        plain = both.plain().release();
        shifted = both.shifted().release();
        byPlain = answer(models);
        DescribedModel other = both.shifted();
        Files.write(models.resolve("pose.onnx"), other.bytes());
        byShifted = answer(models);
    }

    private static List<Person> answer(Path models) {
        ModelFolder folder = new ModelFolder(models);
        try (Detector detector = folder.openDetector(Device.CPU, new Detector.Settings(.3, Limits.MAX_PERSONS));
                PoseEstimator pose = folder.openPose(Device.CPU, ModelFolder.Batches.DEFAULT);
                Image image = new JpegDecoder(Limits.MAX_FRAME_PIXELS).decode(JPEG)) {
            return pose.estimate(List.of(new PoseEstimator.People(image, detector.detect(image))))
                    .get(0);
        }
    }

    @BeforeEach
    void startAtTheFifthFrame() {
        check = new ReloadCheck(truth, Map.of(0, 5L));
        check.mayName(DETECTOR, false);
        check.mayName(plain, false);
        check.mayName(shifted, true);
    }

    @Test
    void aFrameWhosePointsAreThoseOfTheReleaseThatItNamesIsInOrder() {
        frames(5, 6);
        check.record(posed(5, plain, byPlain));
        check.record(posed(6, shifted, byShifted));
        assertThat(check.mixed()).isZero();
        assertThat(check.answered()).isEqualTo(2);
        assertThat(check.persons()).isEqualTo(2);
        assertThat(check.byShifted()).isEqualTo(1);
        assertThat(check.allFated()).isTrue();
    }

    @Test
    void theOtherReleasesPointsAreMixed() {
        frames(5, 6);
        check.record(posed(5, plain, byShifted));
        check.record(posed(6, shifted, byPlain));
        assertThat(check.mixed()).isEqualTo(2);
    }

    @Test
    void aReleaseThatNobodyKnowsIsMixed() {
        frames(5, 6);
        check.record(posed(5, new ReleaseRef(Slot.POSE, "stranger", "e".repeat(64)), byPlain));
        check.record(record(6, Fate.EMPTY, List.of(), List.of()));
        assertThat(check.mixed()).isEqualTo(2);
    }

    @Test
    void aPersonMoreOrLessIsMixed() {
        frames(5, 6);
        check.record(record(5, Fate.EMPTY, List.of(DETECTOR), List.of()));
        check.record(posed(6, plain, List.of(byPlain.get(0), byPlain.get(0))));
        assertThat(check.mixed()).isEqualTo(2);
    }

    @Test
    void aSkeletonMayComeBeforeItsFrameIsRead() {
        check.record(posed(5, plain, byShifted));
        assertThat(check.allFated()).isFalse();
        frames(5);
        assertThat(check.allFated()).isTrue();
        assertThat(check.mixed()).isEqualTo(1);
    }

    @Test
    void whatHasNoSkeletonIsNotAnswered() {
        frames(5, 6, 7);
        check.record(posed(5, plain, byPlain));
        check.record(record(6, Fate.FAILED, List.of(), List.of()));
        assertThat(check.frames()).isEqualTo(3);
        assertThat(check.answered()).isEqualTo(1);
        assertThat(check.allFated()).isFalse();
    }

    @Test
    void whatWasThereBeforeIsNoneOfTheBenchs() {
        check.record(posed(4, plain, byShifted));
        assertThat(check.mixed()).isZero();
        assertThat(check.answered()).isZero();
        assertThat(check.allFated()).isTrue();
    }

    @Test
    void aReleaseThatPosesAfterItsTimeIsStale() {
        frames(5, 6, 7);
        check.record(posed(5, plain, byPlain));
        check.record(posed(6, shifted, byShifted));
        check.record(posed(7, plain, byPlain));
        ReloadCheck.Live live = new ReloadCheck.Live(new ReloadAges.Span(6_000, 8_000), true);
        assertThat(check.stale(List.of(live))).isEqualTo(1);
    }

    @Test
    void aPictureOfSomebodyElseEndsTheBench() {
        assertThatThrownBy(() -> check.frame(0, 5, TestPictures.jpeg(200)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("none of the clip's pictures");
    }

    private void frames(long... offsets) {
        for (long offset : offsets) {
            check.frame(0, offset, JPEG);
        }
    }

    private static SkeletonFrame posed(long offset, ReleaseRef by, List<Person> persons) {
        return record(offset, Fate.POSED, List.of(DETECTOR, by), persons);
    }

    /** Read by a worker in the millisecond of its offset. */
    private static SkeletonFrame record(long offset, Fate fate, List<ReleaseRef> releases, List<Person> persons) {
        long micros = 1000 * offset;
        return new SkeletonFrame(
                new FrameId(new CameraId("door"), new UUID(7, 7), offset),
                0,
                offset,
                offset,
                TestPictures.WIDTH,
                TestPictures.HEIGHT,
                fate,
                "",
                new Hops(0, micros, micros, micros, micros, micros, micros, micros + 500, 0, 0),
                releases,
                persons.isEmpty() ? "" : PoseEstimator.LAYOUT.name(),
                persons,
                0,
                OptionalLong.empty(),
                CaptureClock.INGEST);
    }
}
