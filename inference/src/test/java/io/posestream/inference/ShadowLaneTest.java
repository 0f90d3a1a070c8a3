package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.LineUp.Candidate;
import io.posestream.inference.PosePipeline.Ran;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.Person;
import io.posestream.schemas.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShadowLaneTest {
    private static final CameraId DOOR = new CameraId("door");

    private final StampedModels.Release<Image, List<Detection>> detector = StampedModels.detector(1, 1);
    private final StampedModels.Release<People, List<Person>> pose = StampedModels.pose(1, 1);
    private final StampedModels.Release<Image, List<Detection>> nextDetector = StampedModels.detector(2, 1);
    private final StampedModels.Release<People, List<Person>> nextPose = StampedModels.pose(2, 1);
    private final LineUps lineUps = new LineUps(LineUp.of(detector.loaded, pose.loaded));
    private final AtomicBoolean frameWaits = new AtomicBoolean();
    private final AtomicLong clock = new AtomicLong();
    private final RecordedTrial trial = new RecordedTrial();
    private final ShadowLane shadow =
            new ShadowLane(lineUps, frameWaits::get, new TimeShare(.2, clock::get), Duration.ofMillis(200));

    @AfterEach
    void close() {
        nextPose.whileRunning = () -> {};
        shadow.close();
    }

    @Test
    void aPoseCandidateGetsWhatTheLiveDetectorFound() {
        tryPose(0);

        offer(DOOR, 1, 1);

        awaitTold("timed 1", "poses [1] [2]");
        assertThat(nextPose.copies.get(0).runs()).as("of the lanes").isZero();
        assertThat(nextPose.copies.get(1).runs()).isEqualTo(2);
    }

    @Test
    void aDetectorCandidateGetsThePictureEvenIfNobodyWasFound() {
        lineUps.exchange(lineUps.current()
                .with(Slot.DETECTOR, detector.loaded, Optional.of(new Candidate(nextDetector.loaded, 0, trial))));

        shadow.offer(new ShadowLane.Seen(
                DOOR, image(), new Ran<>(List.of(), 1, detector.loaded.release()), Optional.empty()));

        awaitTold("timed 1", "boxes [] [2]");
    }

    @Test
    void oneFrameInSoManyIsRunByBothForTheTime() {
        tryPose(0);
        for (int n = 1; n <= 2 * Comparison.TIMED_OF; n++) {
            int compared = n;
            offer(DOOR, 1, 1);
            soon().until(() ->
                    trial.told.stream().filter("poses [1] [2]"::equals).count() == compared);
            awaitFree();
        }

        assertThat(trial.told).filteredOn("timed 1"::equals).hasSize(2);
        assertThat(pose.copies.get(1).runs()).isEqualTo(2);
        assertThat(pose.isUsedAsItShould()).isTrue();
    }

    @Test
    void underACanaryTheLiveReleaseIsTheShadow() {
        tryPose(.5);
        CameraId canary = new CameraId("camera-2");
        CameraId other = new CameraId("camera-0");
        assertThat(CanaryChoice.place(canary)).isLessThan(.5);
        assertThat(CanaryChoice.place(other)).isGreaterThan(.5);

        offer(other, 1, 1);
        offer(canary, 1, 2);

        awaitTold("timed 1", "poses [1] [2]");
        assertThat(pose.copies.get(1).runs()).isEqualTo(2);
    }

    @Test
    void withNothingTriedNothingRuns() {
        offer(DOOR, 1, 1);
        shadow.close();

        assertThat(pose.copies.get(1).runs()).isZero();
        assertThat(detector.copies.get(1).runs()).isZero();
    }

    @Test
    void liveWorkComesFirst() {
        tryPose(0);
        frameWaits.set(true);

        offer(DOOR, 1, 1);

        assertThat(trial.told).containsExactly("skipped");
        shadow.close();
        assertThat(nextPose.copies.get(1).runs()).isZero();
    }

    @Test
    void aFrameIsNotTakenWhileItRestsOrRuns() {
        tryPose(0);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        nextPose.whileRunning = () -> {
            running.countDown();
            clock.addAndGet(1_000);
            hold(goOn);
        };
        offer(DOOR, 1, 1);
        hold(running);

        offer(DOOR, 1, 1);
        assertThat(trial.told).as("at once, while it runs").containsExactly("skipped");
        goOn.countDown();
        soon().until(() -> trial.told.size() == 3);
        awaitStill();
        offer(DOOR, 1, 1);
        assertThat(trial.told).as("while it rests").containsExactly("skipped", "timed 1", "poses [1] [2]", "skipped");
        clock.addAndGet(100_000);
        offer(DOOR, 1, 1);

        soon().until(() -> trial.told.size() == 5);
        assertThat(trial.told).endsWith("poses [1] [2]");
    }

    @Test
    void aCandidateThatFailsIsToldAndTheNextFrameIsCompared() {
        tryPose(0);
        nextPose.whileRunning = () -> {
            throw new IllegalStateException("this test wants it");
        };
        offer(DOOR, 1, 1);
        awaitTold("failed: this test wants it");
        awaitFree();
        nextPose.whileRunning = () -> {};

        offer(DOOR, 1, 1);

        awaitTold("failed: this test wants it", "poses [1] [2]");
    }

    @Test
    void aLiveReleaseThatFailsAsAShadowSaysNothingOfTheCandidate() {
        tryPose(1);
        pose.whileRunning = () -> {
            throw new IllegalStateException("this test wants it");
        };

        offer(DOOR, 1, 2);

        awaitTold("skipped");
    }

    @Test
    void aFrameThatAnotherReleaseAnsweredIsNotCompared() {
        tryPose(0);

        offer(DOOR, 1, 7);

        awaitTold("skipped");
    }

    @Test
    void aRunThatDoesNotEndIsAFailure() {
        tryPose(0);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        nextPose.whileRunning = () -> {
            running.countDown();
            hold(goOn);
        };
        offer(DOOR, 1, 1);
        hold(running);

        soon().until(() -> {
            offer(DOOR, 1, 1);
            return trial.told.contains("failed: a run has not ended for 200 ms, so nothing is compared any more");
        });
        shadow.close();
        assertThat(lineUps.awaitUnused(Set.of(nextPose.loaded, detector.loaded), Duration.ZERO))
                .as("it is not closed under its run")
                .isEmpty();
        goOn.countDown();
    }

    private void tryPose(double share) {
        lineUps.exchange(lineUps.current()
                .with(Slot.POSE, pose.loaded, Optional.of(new Candidate(nextPose.loaded, share, trial))));
    }

    /** A frame with one person. */
    private void offer(CameraId camera, int detectedBy, int posedBy) {
        Detection found = new Detection(1, new float[] {0, 0, 10, 20});
        Image image = image();
        Person person = FakePipeline.person(new Detection(posedBy, found.box()));
        shadow.offer(new ShadowLane.Seen(
                camera,
                image,
                new Ran<>(List.of(found), 1, StampedModels.ref(Slot.DETECTOR, detectedBy)),
                Optional.of(new Ran<>(List.of(person), 1, StampedModels.ref(Slot.POSE, posedBy)))));
    }

    private static Image image() {
        return Image.of(1, 1, new byte[3]);
    }

    private void awaitTold(String... lines) {
        soon().until(() -> trial.told.size() == lines.length);
        assertThat(trial.told).containsExactly(lines);
        awaitFree();
    }

    /** Until it has rested. */
    private void awaitFree() {
        awaitStill();
        clock.addAndGet(1_000_000);
    }

    private void awaitStill() {
        soon().until(() ->
                lineUps.awaitUnused(Set.of(nextPose.loaded), Duration.ZERO).size() == 1);
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
