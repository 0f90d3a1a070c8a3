package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.LineUp.Candidate;
import io.posestream.inference.PosePipeline.Ran;
import io.posestream.inference.PosePipeline.Turn;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.Detection;
import io.posestream.inference.model.Detector;
import io.posestream.inference.model.Device;
import io.posestream.inference.model.GoldenSampleException;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.inference.model.PoseEstimator.People;
import io.posestream.inference.model.WarmUpException;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.Person;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Releases that are exchanged while frames are posed. */
@Timeout(60)
class ServingTest {
    private static final CameraId DOOR = new CameraId("door");
    private static final int LANES = 2;

    @TempDir
    private Path temp;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final StampedModels.Release<Image, List<Detection>> detector = StampedModels.detector(1, LANES);
    private final StampedModels.Release<People, List<Person>> pose = StampedModels.pose(1, LANES);

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    /** Who made an answer, by the answer itself and by what the pipeline says of it. */
    private record Answered(Ran<List<Detection>> detected, Ran<List<Person>> posed) {
        boolean tellsTheTruth() {
            return stamp(detected.answer().get(0).score()) == StampedModels.number(detected.by())
                    && stamp(posed.answer().get(0).score()) == StampedModels.number(posed.by());
        }

        boolean isOfOneLineUp() {
            return StampedModels.number(detected.by()) == StampedModels.number(posed.by());
        }

        private static int stamp(float score) {
            return (int) score;
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void anExchangeUnderLoadMixesNothingAndClosesEachReleaseOnce(Device device) throws Exception {
        List<StampedModels.Release<?, ?>> all = new ArrayList<>(List.of(detector, pose));
        AtomicBoolean stop = new AtomicBoolean();
        Map<Integer, Boolean> seen = new ConcurrentHashMap<>();
        try (Serving serving = serving(device)) {
            List<CompletableFuture<Integer>> posing = new ArrayList<>();
            for (int caller = 0; caller < 2 * LANES; caller++) {
                posing.add(CompletableFuture.supplyAsync(
                        () -> poseUntil(stop, serving.pipeline(), device == Device.CPU, seen), callers));
            }
            for (int n = 2; n <= 200; n++) {
                var nextDetector = StampedModels.detector(n, LANES);
                var nextPose = StampedModels.pose(n, LANES);
                all.addAll(List.of(nextDetector, nextPose));
                serving.lineUp(LineUp.of(nextDetector.loaded, nextPose.loaded));

                Answered answered = pose(serving.pipeline(), DOOR);
                assertThat(StampedModels.number(answered.detected.by())).isEqualTo(n);
                assertThat(StampedModels.number(answered.posed.by())).isEqualTo(n);
                assertThat(answered.tellsTheTruth()).isTrue();
            }
            stop.set(true);
            for (CompletableFuture<Integer> frames : posing) {
                assertThat(frames.get(10, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(all.subList(0, all.size() - 2)).allMatch(StampedModels.Release::isClosedAsItShould);
            assertThat(all.subList(all.size() - 2, all.size())).allMatch(StampedModels.Release::isOpen);
        }
        assertThat(all).allMatch(StampedModels.Release::isClosedAsItShould);
        assertThat(seen).allSatisfy((number, right) -> assertThat(right).isTrue());
    }

    private static int poseUntil(
            AtomicBoolean stop, PosePipeline pipeline, boolean oneLineUp, Map<Integer, Boolean> seen) {
        int frames = 0;
        while (!stop.get() || frames == 0) {
            Answered answered = pose(pipeline, DOOR);
            boolean right = answered.tellsTheTruth() && (!oneLineUp || answered.isOfOneLineUp());
            seen.merge(StampedModels.number(answered.posed.by()), right, Boolean::logicalAnd);
            frames++;
        }
        return frames;
    }

    @Test
    void aModelThatIsBeingRunIsClosedOnlyAfterwards() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Serving serving = serving(Device.CPU)) {
            pose.whileRunning = () -> {
                running.countDown();
                await(goOn);
            };
            CompletableFuture<Answered> held =
                    CompletableFuture.supplyAsync(() -> pose(serving.pipeline(), DOOR), callers);
            running.await();
            var next = StampedModels.pose(2, LANES);
            serving.lineUp(serving.lineUp().with(Slot.POSE, next.loaded, Optional.empty()));

            assertThat(pose(serving.pipeline(), DOOR).posed.by()).isEqualTo(next.loaded.release());
            assertThat(pose.isOpen()).as("after a second of waiting").isTrue();
            goOn.countDown();
            assertThat(held.get(10, TimeUnit.SECONDS).posed.by()).isEqualTo(pose.loaded.release());
            serving.lineUp(serving.lineUp());
            assertThat(pose.isClosedAsItShould()).isTrue();
            assertThat(detector.isOpen()).isTrue();
        }
    }

    @Test
    void whatServedBeforeIsToBeLoadedAgain() {
        try (Serving serving = serving(Device.CPU)) {
            LineUp before = serving.lineUp();
            serving.lineUp(before.with(Slot.POSE, StampedModels.pose(2, LANES).loaded, Optional.empty()));

            assertThatThrownBy(() -> serving.lineUp(before))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("loaded again");
            assertThatThrownBy(() -> serving.discard(serving.lineUp().pose().live()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("serves");
            assertThat(pose(serving.pipeline(), DOOR).posed.by()).isEqualTo(StampedModels.ref(Slot.POSE, 2));
        }
    }

    @Test
    void aCandidateThatIsPromotedIsTheOneThatWasTried() {
        var candidate = StampedModels.pose(2, LANES);
        try (Serving serving = serving(Device.CPU)) {
            RecordedTrial trial = new RecordedTrial();
            serving.lineUp(serving.lineUp()
                    .with(Slot.POSE, pose.loaded, Optional.of(new Candidate(candidate.loaded, 0, trial))));
            assertThat(pose(serving.pipeline(), DOOR).posed.by()).isEqualTo(pose.loaded.release());
            assertThat(inUse()).containsExactlyInAnyOrder("r1", "r1");
            serving.lineUp(serving.lineUp().with(Slot.POSE, candidate.loaded, Optional.empty()));

            assertThat(pose(serving.pipeline(), DOOR).posed.by()).isEqualTo(candidate.loaded.release());
            assertThat(pose.isClosedAsItShould()).isTrue();
            assertThat(candidate.isOpen()).isTrue();
            assertThat(inUse()).containsExactlyInAnyOrder("r1", "r2");
        }
        assertThat(candidate.isClosedAsItShould()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void aCanaryPosesItsCamerasAndNoOthers(Device device) {
        var candidate = StampedModels.pose(2, LANES);
        try (Serving serving = serving(device)) {
            serving.lineUp(serving.lineUp()
                    .with(
                            Slot.POSE,
                            pose.loaded,
                            Optional.of(new Candidate(candidate.loaded, .4, new RecordedTrial()))));

            for (int n = 0; n < 50; n++) {
                CameraId camera = new CameraId("camera-" + n);
                Answered answered = pose(serving.pipeline(), camera);
                assertThat(answered.posed.by())
                        .isEqualTo(StampedModels.ref(Slot.POSE, CanaryChoice.place(camera) < .4 ? 2 : 1));
                assertThat(answered.detected.by()).isEqualTo(StampedModels.ref(Slot.DETECTOR, 1));
                assertThat(answered.tellsTheTruth()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void aFrameOnWhichACanaryFailsIsAnsweredByTheLiveRelease(Device device) {
        var candidate = StampedModels.detector(2, LANES);
        candidate.whileRunning = () -> {
            throw new IllegalStateException("this test wants it");
        };
        RecordedTrial trial = new RecordedTrial();
        try (Serving serving = serving(device)) {
            serving.lineUp(serving.lineUp()
                    .with(Slot.DETECTOR, detector.loaded, Optional.of(new Candidate(candidate.loaded, 1, trial))));

            Answered answered = pose(serving.pipeline(), DOOR);

            assertThat(answered.detected.by()).isEqualTo(detector.loaded.release());
            assertThat(answered.tellsTheTruth()).isTrue();
            assertThat(trial.told).first().isEqualTo("fell back: this test wants it");
        }
    }

    @Test
    void aReleaseThatCannotBeServedLeavesTheLiveOne() throws IOException {
        ModelFolder folder = smallModels();
        ModelContract contract = folder.show(Slot.POSE).contract();
        DescribedModel better = DescribedModel.of(OnnxGraphs.described(
                OnnxGraphs.simcc(OnnxGraphs.OPEN, contract.keypoints().size(), 24, 32), contract, "", 10));
        GoldenAnswer another = new GoldenAnswer(
                better.goldenAnswer().sample(),
                better.goldenAnswer().numbers().stream()
                        .map(number -> number + 20)
                        .toList());
        DescribedModel sixteen = DescribedModel.of(
                OnnxGraphs.described(OnnxGraphs.simcc(OnnxGraphs.OPEN, 16, 24, 32), contract, "", 10));
        try (Serving serving = Serving.open(config(), new InferenceMetrics(registry), true)) {
            LineUp before = serving.lineUp();

            assertThatThrownBy(() -> serving.load(released(better, another))).isInstanceOf(GoldenSampleException.class);
            assertThatThrownBy(() -> serving.load(released(sixteen, another))).isInstanceOf(WarmUpException.class);
            assertThat(serving.lineUp()).isEqualTo(before);
            assertThat(find(serving)).isEqualTo(before.detector().live().release());

            Loaded<?, ?> next = serving.load(released(better, better.goldenAnswer()));
            serving.lineUp(before.with(Slot.POSE, next, Optional.empty()));
            assertThat(serving.lineUp().emitting()).contains(better.release());
            assertThat(find(serving)).isEqualTo(before.detector().live().release());
            Loaded<?, ?> unwanted = serving.load(better);
            serving.discard(unwanted);
            assertThat(unwanted.isClosed()).isTrue();
            assertThat(before.pose().live().isClosed()).isTrue();
            assertThat(before.detector().live().isClosed()).isFalse();
        }
    }

    private static ReleaseRef find(Serving serving) {
        try (Turn turn = serving.pipeline().turn(DOOR);
                Image image = Image.of(64, 64, new byte[3 * 64 * 64])) {
            return turn.detect(image).by();
        }
    }

    @Test
    void loadingEndsEvenIfAFrameAlwaysWaits() throws Exception {
        DescribedModel model = smallModels().with(Slot.POSE, found -> found);
        try (Serving serving = Serving.open(config(), new InferenceMetrics(registry), true)) {
            Turn first = serving.pipeline().turn(DOOR);
            Turn second = serving.pipeline().turn(DOOR);
            CompletableFuture<Turn> third =
                    CompletableFuture.supplyAsync(() -> serving.pipeline().turn(DOOR), callers);

            assertThat(serving.load(model).release()).isEqualTo(model.release());
            assertThat(third).isNotDone();

            first.close();
            second.close();
            third.get(10, TimeUnit.SECONDS).close();
        }
    }

    private static ReleasedModel released(DescribedModel model, GoldenAnswer golden) {
        int size = model.bytes().length;
        return new ReleasedModel(
                new ModelRelease(
                                new ReleaseId(Slot.POSE, 1),
                                model.contract().name(),
                                model.sha256(),
                                size,
                                ChunkKey.count(size),
                                model.contract().toMetadata(),
                                0,
                                "",
                                "",
                                true,
                                1)
                        .withGolden(golden),
                model);
    }

    private ModelFolder smallModels() throws IOException {
        ModelFolder folder = new ModelFolder(temp.resolve("models"));
        float[][] row = {{1, 2, 20, 30, .9f}};
        Path detectorFile = Files.write(temp.resolve("detector"), OnnxGraphs.detector(64, 64, row, 0));
        Path poseFile = Files.write(temp.resolve("pose"), OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32));
        folder.importModel(detectorFile, Slot.DETECTOR, Optional.empty());
        folder.importModel(poseFile, Slot.POSE, Optional.empty());
        return folder;
    }

    private InferenceConfig config() {
        return InferenceConfigTest.from(
                Map.of("POSE_MODELS", temp.resolve("models").toString(), "POSE_CPU_FRAMES", "2"));
    }

    private List<String> inUse() {
        return Collections.list(registry.filteredMetricFamilySamples(Set.of("posestream_release_info"))).stream()
                .flatMap(family -> family.samples.stream())
                .map(sample -> sample.labelValues.get(1))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answered pose(PosePipeline pipeline, CameraId camera) {
        try (Turn turn = pipeline.turn(camera)) {
            Image image = Image.of(1, 1, new byte[3]);
            Ran<List<Detection>> detected = turn.detect(image);
            Ran<List<Person>> posed = turn.pose(new People(image, detected.answer()));
            turn.answered(image, detected, Optional.of(posed));
            return new Answered(detected, posed);
        }
    }

    private Serving serving(Device device) {
        return new Serving(
                LineUp.of(detector.loaded, pose.loaded),
                new Loader(device, 1, new Detector.Settings(.3, 64), LANES, true),
                InferenceConfigTest.from(Map.of()),
                new InferenceMetrics(registry));
    }
}
