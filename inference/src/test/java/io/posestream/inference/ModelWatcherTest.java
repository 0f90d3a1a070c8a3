package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posestream.inference.registry.FakeKafka;
import io.posestream.inference.registry.LayoutRule;
import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.Publication;
import io.posestream.inference.registry.RevokedReleases;
import io.posestream.inference.registry.RolloutWriter;
import io.posestream.inference.registry.SampleModels;
import io.posestream.inference.registry.SigningKey;
import io.posestream.inference.registry.Trust;
import io.posestream.schemas.Decision;
import io.posestream.schemas.Decision.Verdict;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.Slot;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelWatcherTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeKafka kafka = new FakeKafka("models", "model-blobs", "rollouts");
    private final FakeStage stage = new FakeStage();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final ReleaseMetrics metrics = new ReleaseMetrics(registry);

    @Test
    void hasServedWhatIsWantedByItsFirstLook() {
        ReleaseId release = new ReleaseId(Slot.POSE, 1);
        try (ModelPublisher publisher = kafka.publisher(0);
                RolloutWriter writer = kafka.rolloutWriter()) {
            publisher.publish(SampleModels.pose("a"), new Publication(OptionalInt.empty(), "", true), KEY);
            Decision decision = new Decision(Verdict.PROMOTED, Optional.of(release), "somebody", 1, "", Map.of());
            writer.change(Slot.POSE, rollout -> rollout.promoted(false, decision));
        }
        try (ModelWatcher watcher = watcher()) {
            assertThat(watcher.awaitFirstLook(LIMIT)).isTrue();
            assertThat(stage.live(Slot.POSE)).isEqualTo("a");
            assertThat(watcher.hasFailed()).isFalse();
        }
    }

    @Test
    void goesOnWhileNothingCanBeRead() {
        kafka.lose("rollouts");
        try (ModelWatcher watcher = watcher()) {
            assertThat(watcher.awaitFirstLook(LIMIT)).isTrue();
            await().atMost(LIMIT).until(() -> registry.getSampleValue("posestream_registry_failures_total") >= 2);
            assertThat(watcher.hasFailed()).isFalse();
        }
    }

    @Test
    void aFaultOfOursIsNoticed() {
        try (ModelWatcher watcher = new ModelWatcher(kafka.registry(), null, metrics, System::nanoTime)) {
            assertThat(watcher.awaitFirstLook(LIMIT)).isTrue();
            await().atMost(LIMIT).until(watcher::hasFailed);
        }
    }

    private ModelWatcher watcher() {
        RolloutFollower follower = new RolloutFollower(
                kafka.registry(),
                new ServingRules(
                        new Trust(KEY.publicKey(), RevokedReleases.NONE),
                        new LayoutRule(Optional.of(Layouts.COCO_17.keypoints())),
                        Map.of()),
                stage,
                Map.of(Slot.POSE, FakeStage.folder(Slot.POSE)),
                new WorkerReport("w", "cpu", () -> 7, List::of),
                metrics,
                System::nanoTime);
        return new ModelWatcher(kafka.registry(), follower, metrics, System::nanoTime);
    }
}
