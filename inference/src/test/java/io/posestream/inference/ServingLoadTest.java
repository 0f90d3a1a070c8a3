package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.inference.PosePipeline.Turn;
import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.GoldenSampleException;
import io.posestream.inference.model.Image;
import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.inference.model.WarmUpException;
import io.posestream.inference.registry.ReleasedModel;
import io.posestream.schemas.CameraId;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.ReleaseRef;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Releases that are loaded beside the ones that serve; networks of a few hundred bytes. */
@Timeout(60)
class ServingLoadTest {
    private static final CameraId DOOR = new CameraId("door");

    @TempDir
    private Path temp;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CollectorRegistry registry = new CollectorRegistry();

    @AfterEach
    void stop() {
        callers.shutdownNow();
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
                        1,
                        Optional.of(golden)),
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
}
